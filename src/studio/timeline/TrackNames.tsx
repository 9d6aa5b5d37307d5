import { useEffect, useMemo, useRef } from 'react';
import type { CSSProperties } from 'react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { clearAutomation, hueDegOf, lanePoints } from '../../scene/index.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { bedTitle } from '../theme/bedTitle.ts';
import { hueColour } from '../theme/colours.ts';
import { rowsOf } from './geometry.ts';
import { busiestLane, LANE_TITLES, lanesOf } from './lanes.ts';
import { NameText } from '../controls/NameText.tsx';
import styles from './TrackNames.module.css';

/** The rows' names; each opens its lanes: position, size, gain. */
export function TrackNames() {
  const { store } = useStudio();
  const scene = useApp((state) => state.scene)!;
  const openLane = useApp((state) => state.openLane);
  const wanted = useApp((state) => state.lane);
  const selection = useApp((state) => state.selection);
  const isReadOnly = useApp((state) => state.adm !== null);
  const rows = useMemo(() => rowsOf(scene, openLane, wanted), [scene, openLane, wanted]);
  const list = useRef<HTMLDivElement>(null);
  const last = selection.at(-1);
  useEffect(() => {
    if (last !== undefined) {
      list.current?.querySelector(`[data-row="${CSS.escape(last)}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [last]);
  return (
    <div ref={list} className={styles.names}>
      {rows.map(({ element, heightPx, isOpen, lane }) => {
        const shown = isOpen ? lane : busiestLane(element, 'position');
        return (
          <div
            key={element.id}
            data-row={element.id}
            className={styles.row}
            data-chosen={selection.includes(element.id)}
            style={{ height: heightPx, '--colour': hueColour(hueDegOf(scene, element)) } as CSSProperties}
            onPointerDown={() => store.getState().select([element.id])}
          >
            <span className={styles.colour} />
            <NameText className={styles.name} name={element.name} />
            <button
              type="button"
              className={styles.lane}
              aria-expanded={isOpen}
              aria-label={`${LANE_TITLES[shown]} lane of ${element.name}`}
              data-testid={`lane-${element.id}`}
              onClick={() => store.getState().setOpenLane(isOpen ? null : element.id, busiestLane(element, lane))}
            >
              {element.kind === 'bed' && !isOpen ? bedTitle(element) : LANE_TITLES[shown]}
              {lanePoints(element, shown).length > 0 ? <span className={styles.points}>{lanePoints(element, shown).length}</span> : null}
              {isOpen ? <ChevronDown size={11} aria-hidden /> : <ChevronRight size={11} aria-hidden />}
            </button>
            {isOpen ? (
              <div className={styles.legend}>
                <div className={styles.lanes} role="group" aria-label="Lane">
                  {lanesOf(element).map((each) => (
                    <button
                      key={each}
                      type="button"
                      className={styles.choice}
                      aria-pressed={each === shown}
                      data-testid={`lane-${each}`}
                      onClick={() => store.getState().setOpenLane(element.id, each)}
                    >
                      {LANE_TITLES[each]}
                      {lanePoints(element, each).length > 0 ? (
                        <span className={styles.points}>{lanePoints(element, each).length}</span>
                      ) : null}
                    </button>
                  ))}
                  {lanePoints(element, shown).length > 0 && !isReadOnly ? (
                    <button
                      type="button"
                      className={styles.clear}
                      onClick={() =>
                        store
                          .getState()
                          .edit(`Clear ${LANE_TITLES[shown].toLowerCase()} lane`, (base) => clearAutomation(base, element.id, shown))
                      }
                    >
                      clear
                    </button>
                  ) : null}
                </div>
                <p className={styles.hint}>
                  {shown === 'position' ? (
                    <>
                      <span data-axis="x">X</span> <span data-axis="y">Y</span> <span data-axis="z">Z</span> ·{' '}
                    </>
                  ) : null}
                  {isReadOnly ? 'as the ADM file has it' : 'double click adds · Alt click removes'}
                </p>
              </div>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}
