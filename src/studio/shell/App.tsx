import { StudioContext } from '../state/studio.ts';
import type { Studio } from '../state/studio.ts';
import { Toaster } from 'sonner';
import { ConformanceSheet } from '../conformance/ConformanceSheet.tsx';
import { BusyBar } from './BusyBar.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { DropTarget } from './DropTarget.tsx';
import { Notices } from './Notices.tsx';
import { Pages } from './Pages.tsx';
import { RestoreOffer } from './RestoreOffer.tsx';
import { ShortcutsSheet } from './ShortcutsSheet.tsx';
import { TopBar } from './TopBar.tsx';
import { TroubleBoundary } from './TroubleBoundary.tsx';
import { useShortcuts } from './useShortcuts.ts';
import styles from './App.module.css';

/** The whole page. */
export function App({ studio }: { readonly studio: Studio }) {
  return (
    <StudioContext value={studio}>
      <Frame />
    </StudioContext>
  );
}

function Frame() {
  useShortcuts();
  return (
    <DropTarget className={styles.frame}>
      <TopBar />
      <div>
        <Notices />
        <RestoreOffer />
      </div>
      <TroubleBoundary what="This page">
        <Pages />
      </TroubleBoundary>
      <BusyBar />
      <CommandPalette />
      <ShortcutsSheet />
      <ConformanceSheet />
      <Toaster theme="dark" position="bottom-right" visibleToasts={4} gap={8} toastOptions={{ className: styles.toast ?? '' }} />
    </DropTarget>
  );
}
