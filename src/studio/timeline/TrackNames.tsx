import { useEffect, useMemo, useRef } from 'react';
import type { CSSProperties } from 'react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { hueDegOf, lanePoints } from '../../scene/index.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { hueColour } from '../theme/colours.ts';
import { rowsOf } from './geometry.ts';
import styles from './TrackNames.module.css';

/** The rows' names; those of objects open their position lane. */
export function TrackNames() {
  const { store } = useStudio();
  const scene = useApp((state) => state.scene)!;
  const openLane = useApp((state) => state.openLane);
  const selection = useApp((state) => state.selection);
  const rows = useMemo(() => rowsOf(scene, openLane), [scene, openLane]);
  const list = useRef<HTMLDivElement>(null);
  const last = selection.at(-1);
  useEffect(() => {
    if (last !== undefined) {
      list.current?.querySelector(`[data-row="${CSS.escape(last)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [last]);
  return (
    <div ref={list} className={styles.names}>
      {rows.map(({ element, heightPx, isOpen }) => (
        <div
          key={element.id}
          data-row={element.id}
          className={styles.row}
          data-chosen={selection.includes(element.id)}
          style={{ height: heightPx, '--colour': hueColour(hueDegOf(scene, element)) } as CSSProperties}
          onPointerDown={() => store.getState().select([element.id])}
        >
          <span className={styles.colour} />
          <span className={styles.name}>{element.name}</span>
          {element.kind === 'object' ? (
            <button
              type="button"
              className={styles.lane}
              aria-expanded={isOpen}
              data-testid={`lane-${element.id}`}
              onClick={() => store.getState().setOpenLane(isOpen ? null : element.id)}
            >
              Position
              {lanePoints(element, 'position').length > 0 ? (
                <span className={styles.points}>{lanePoints(element, 'position').length}</span>
              ) : null}
              {isOpen ? <ChevronDown size={11} aria-hidden /> : <ChevronRight size={11} aria-hidden />}
            </button>
          ) : (
            <span className={styles.kind}>bed {element.layout}</span>
          )}
          {isOpen ? (
            <p className={styles.legend}>
              <span data-axis="x">X</span> <span data-axis="y">Y</span> <span data-axis="z">Z</span>
              <span>double click adds · Alt click removes</span>
            </p>
          ) : null}
        </div>
      ))}
    </div>
  );
}
