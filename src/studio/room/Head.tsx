import { BufferGeometry, DoubleSide, Float32BufferAttribute } from 'three';
import { admToThree } from '../../layouts/index.ts';
import { useApp } from '../state/studio.ts';

/** Half of it is above the floor of the ears. */
const HEIGHT = 0.03;

/** Flat on the floor before the head, so that it is seen from behind and from above. */
const NOSE = new BufferGeometry().setAttribute(
  'position',
  new Float32BufferAttribute([...admToThree(-0.035, 0.155, 0), ...admToThree(0.035, 0.155, 0), ...admToThree(0, 0.245, 0)], 3),
);

/** The listener, with a nose to the front. Not drawn when one looks out of it. */
export function Head() {
  const isInside = useApp((state) => state.camera === 'ears');
  if (isInside) {
    return null;
  }
  return (
    <group>
      <mesh position={admToThree(0, 0, HEIGHT)}>
        <sphereGeometry args={[0.05, 24, 18]} />
        <meshBasicMaterial color="#ccd3da" />
      </mesh>
      <mesh geometry={NOSE}>
        <meshBasicMaterial color="#ccd3da" side={DoubleSide} />
      </mesh>
    </group>
  );
}
