import { useState } from 'react';
import { X } from 'lucide-react';
import { useStudio } from '../state/studio.ts';
import styles from './Notices.module.css';

/** What this browser cannot do, in words, with what still works. */
export function Notices() {
  const { capabilities } = useStudio().services.live;
  const [isHidden, setHidden] = useState(false);
  const sentences = [
    ...(capabilities.isolated
      ? []
      : [
          'This page has no shared memory (it was served without isolation headers): audio goes by messages and reacts a little later. Exports are the same.',
        ]),
    ...(capabilities.webgl
      ? []
      : ['This browser has no WebGL, so the room is not drawn. Place sounds with the TOP and REAR panners; everything else works.']),
  ];
  if (isHidden || sentences.length === 0) {
    return <div />;
  }
  return (
    <div className={styles.notices} role="status" data-testid="notices">
      <div>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <button type="button" className={styles.close} aria-label="Hide this notice" onClick={() => setHidden(true)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
