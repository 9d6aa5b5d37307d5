import type { Deliverable } from '../../scene/index.ts';
import { presetOf } from '../state/deliverables.ts';

/** What the files will be called: `band.7.1.4.wav`; where a render is delivered twice, `band.stereo.spotify.wav`. */
export function deliveredNames(name: string, deliverables: readonly Deliverable[]): readonly string[] {
  const endingOf = ({ format }: Deliverable): string => (format === 'flac' ? 'flac' : 'wav');
  return deliverables.map((own) => {
    const hasTwin = deliverables.some((other) => other !== own && other.render === own.render && endingOf(other) === endingOf(own));
    const preset = presetOf(own);
    return `${name}.${own.render}${hasTwin ? `.${preset === 'none' ? 'bare' : preset}` : ''}.${endingOf(own)}`;
  });
}
