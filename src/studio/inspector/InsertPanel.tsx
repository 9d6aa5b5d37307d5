import type { ProcessingOwner, ProcessorSettings } from '../../scene/index.ts';
import { CompressorPanel } from './CompressorPanel.tsx';
import { EqPanel } from './EqPanel.tsx';
import { MultibandPanel } from './MultibandPanel.tsx';
import { ParameterRows } from './ParameterRows.tsx';
import { SaturationPanel } from './SaturationPanel.tsx';

/** What an insert is set to. */
export function InsertPanel({
  owner,
  index,
  settings,
}: {
  readonly owner: ProcessingOwner;
  readonly index: number;
  readonly settings: ProcessorSettings;
}) {
  switch (settings.kind) {
    case 'eq':
      return <EqPanel owner={owner} index={index} settings={settings} />;
    case 'compressor':
      return <CompressorPanel owner={owner} index={index} settings={settings} />;
    case 'multiband':
      return <MultibandPanel owner={owner} index={index} settings={settings} />;
    case 'saturation':
      return <SaturationPanel owner={owner} index={index} settings={settings} />;
    default:
      return <ParameterRows owner={owner} index={index} settings={settings} />;
  }
}
