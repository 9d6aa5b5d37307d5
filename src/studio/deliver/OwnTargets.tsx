import { ChevronDown } from 'lucide-react';
import { ActionMenu } from '../controls/ActionMenu.tsx';
import { useApp, useStudio } from '../state/studio.ts';

/** Presets of one's own: bring one in, or remove one. */
export function OwnTargets() {
  const { actions } = useStudio();
  const own = useApp((state) => state.ownPresets);
  return (
    <ActionMenu
      label="My targets"
      align="end"
      testId="own-targets"
      actions={[
        { text: 'Import a preset file…', run: actions.importPreset },
        ...own.map(({ id, title }) => ({ text: `Remove ${title}`, note: id, run: () => actions.removePreset(id) })),
      ]}
    >
      My targets{own.length === 0 ? '' : ` (${own.length})`}
      <ChevronDown size={12} aria-hidden />
    </ActionMenu>
  );
}
