import { Segmented } from '../controls/Segmented.tsx';
import { findLayout } from '../../layouts/index.ts';
import { useApp, useStudio } from '../state/studio.ts';
import styles from './MonitorSwitch.module.css';

export const MONITORS = ['binaural', 'stereo', '5.1', '7.1.4'] as const;
export type Monitor = (typeof MONITORS)[number];

/** Why a render cannot be heard here, or undefined where it can. */
export function monitorReason(monitor: Monitor, outputChannels: number): string | undefined {
  const needed = monitor === 'binaural' ? 2 : (findLayout(monitor)?.speakers.length ?? 2);
  if (needed <= 2 || outputChannels >= needed) {
    return undefined;
  }
  return `${monitor} needs ${needed} output channels; this device has ${outputChannels === 0 ? 2 : outputChannels}`;
}

/** What is being heard. */
export function MonitorSwitch() {
  const { services, store } = useStudio();
  const monitor = useApp((state) => state.monitor);
  const { outputChannels } = services.live.capabilities;
  return (
    <div className={styles.monitor}>
      <Segmented<Monitor>
        label="Monitor"
        value={monitor as Monitor}
        onChoose={(next) => store.getState().setMonitor(next)}
        choices={MONITORS.map((value) => ({
          value,
          text: value.charAt(0).toUpperCase() + value.slice(1),
          reason: monitorReason(value, outputChannels),
          testId: `monitor-${value}`,
        }))}
      />
      <span
        className={styles.hrtf}
        title={monitor === 'binaural' ? 'The head that binaural is heard through' : 'Only binaural is heard through a head'}
        data-on={monitor === 'binaural'}
      >
        KEMAR
      </span>
    </div>
  );
}
