import { Pause, Play, Repeat, SkipBack } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { TimeDisplay } from './TimeDisplay.tsx';
import styles from './Transport.module.css';

export function Transport() {
  const { actions, store } = useStudio();
  const isPlaying = useApp((state) => state.isPlaying);
  const isLooping = useApp((state) => state.isLooping);
  const hasScene = useApp((state) => state.scene !== null);
  return (
    <div className={styles.transport} role="group" aria-label="Transport">
      <Button
        className={styles.key}
        onClick={actions.returnToStart}
        disabled={!hasScene}
        title="Return to start (Home)"
        aria-label="Return to start"
        testId="to-start"
      >
        <SkipBack size={14} fill="currentColor" aria-hidden />
      </Button>
      <Button
        className={styles.play}
        onClick={actions.togglePlay}
        disabled={!hasScene}
        title={isPlaying ? 'Pause (Space)' : 'Play (Space)'}
        aria-label={isPlaying ? 'Pause' : 'Play'}
        isOn={isPlaying}
        testId="play"
      >
        {isPlaying ? <Pause size={15} fill="currentColor" aria-hidden /> : <Play size={15} fill="currentColor" aria-hidden />}
      </Button>
      <Button
        className={styles.key}
        onClick={store.getState().toggleLoop}
        disabled={!hasScene}
        isOn={isLooping}
        title="Loop (L)"
        aria-label="Loop"
        testId="loop"
      >
        <Repeat size={14} aria-hidden />
      </Button>
      <TimeDisplay />
    </div>
  );
}
