import { useFrame } from '@react-three/fiber';
import { useEffect, useMemo, useRef } from 'react';
import { BoxGeometry, Color, EdgesGeometry } from 'three';
import type { LineBasicMaterial, MeshBasicMaterial } from 'three';
import { METERS } from '../../engine/index.ts';
import { admToThree, getLayout } from '../../layouts/index.ts';
import type { Speaker } from '../../layouts/index.ts';
import { useStudio } from '../state/studio.ts';
import { COLOURS } from '../theme/colours.ts';
import { bedLevels } from './bedLevels.ts';
import { createLabel } from './labels.ts';
import type { Labels } from './labels.ts';

const BOX = new BoxGeometry(0.05, 0.05, 0.05);
const EDGES = new EdgesGeometry(BOX);
const DARK = new Color('#20262c');
const EDGE = new Color('#596169');
const LIT = new Color(COLOURS.good);

/** The monitored layout's loudspeakers, lit by what they play. Over headphones they only show where the room's would stand. */
export function Loudspeakers({ layout, isFaint, labels }: { readonly layout: string; readonly isFaint: boolean; readonly labels: Labels }) {
  const { speakers } = getLayout(layout);
  const { store, services } = useStudio();
  const boxes = useRef<(MeshBasicMaterial | null)[]>([]);
  const edges = useRef<(LineBasicMaterial | null)[]>([]);
  const levels = useMemo(() => new Float32Array(speakers.length), [speakers]);
  const colour = useMemo(() => new Color(), []);
  useEffect(() => {
    const mine = speakers.map((speaker) => {
      const label = createLabel('speaker', speaker.label);
      const [x, y, z] = placeOf(speaker);
      Object.assign(label, { x, y, z, reach: 0.03, gapPx: 1, opacity: isFaint ? 0.75 : 1 });
      labels.add(label);
      return label;
    });
    return () => mine.forEach((label) => labels.delete(label));
  }, [speakers, labels, isFaint]);
  useFrame(() => {
    const { meters } = services.live;
    bedLevels(levels, speakers, store.getState(), meters);
    speakers.forEach((_, index) => {
      const channelDb = isFaint ? -144 : meters[METERS.channelPeakDb + index]!;
      const light = Math.max(levels[index]!, Math.max(0, Math.min(1, (channelDb + 54) / 54)));
      boxes.current[index]?.color.copy(colour.lerpColors(DARK, LIT, light * light * 0.75));
      edges.current[index]?.color.copy(colour.lerpColors(EDGE, LIT, light));
    });
  });
  return (
    <>
      {speakers.map((speaker, index) => (
        <group key={speaker.name} position={placeOf(speaker)}>
          <mesh geometry={BOX}>
            <meshBasicMaterial
              ref={(material) => {
                boxes.current[index] = material;
              }}
              color={DARK}
            />
          </mesh>
          <lineSegments geometry={EDGES}>
            <lineBasicMaterial
              ref={(material) => {
                edges.current[index] = material;
              }}
              color={EDGE}
              transparent
              opacity={isFaint ? 0.55 : 1}
            />
          </lineSegments>
        </group>
      ))}
    </>
  );
}

/** Where its box is drawn. The table has the LFE in a corner below the floor: here it stands on the floor beside the centre. */
function placeOf(speaker: Speaker): [number, number, number] {
  const [x, y, z] = speaker.allocentric;
  return speaker.isLfe ? admToThree(x * 0.45, y, 0) : admToThree(x, y, z);
}
