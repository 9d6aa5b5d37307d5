import { useState } from 'react';
import { azimuthDegOf, elevationDegOf } from '../../layouts/index.ts';
import { METER_FLOOR_DB, type AdmBlockFacts, type AdmElementFacts } from '../../engine/index.ts';
import type { DirectSpeakersMetadata, ObjectMetadata } from '../../scene/adm/index.ts';
import type { Element, ObjectElement } from '../../scene/index.ts';
import { gainToDb } from '../../base/index.ts';
import { useFrames } from '../state/frames.ts';
import { useStudio } from '../state/studio.ts';
import { bedTitle } from '../theme/bedTitle.ts';
import { formatDb, formatDuration, formatNumber } from '../theme/format.ts';
import { Field } from './Field.tsx';
import { Section } from './Section.tsx';
import { useShownPlace } from './usePosition.ts';
import styles from './AdmInspector.module.css';

/** What an ADM master says of one of its elements, and where it is now. Nothing here can be changed. */
export function AdmInspector({
  element,
  facts,
  others,
}: {
  readonly element: Element;
  readonly facts: AdmElementFacts;
  readonly others: number;
}) {
  return (
    <Section
      caption={others > 0 ? `${element.name} + ${others}` : element.name}
      aside={<span className={styles.kind}>{element.kind === 'object' ? 'ADM object' : bedTitle(element)}</span>}
      testId="adm-inspector"
    >
      {element.kind === 'object' ? <ObjectFacts element={element} facts={facts} /> : <ChannelFacts facts={facts} />}
      <Field name="Headphones">
        <span>{element.binaural}</span>
      </Field>
      {facts.importance < 10 ? (
        <Field name="Importance">
          <span>{facts.importance}</span>
        </Field>
      ) : null}
      <Field name={facts.tracks.length === 1 ? 'Track' : 'Tracks'}>
        <span className={styles.long}>{facts.tracks.length === 0 ? 'silent' : facts.tracks.join(', ')}</span>
      </Field>
      <Field name="ADM">
        <span className={styles.long}>
          {[...(facts.objectId === undefined ? [] : [facts.objectId]), ...facts.formatIds.slice(0, MOST_IDS)].join(' ')}
          {facts.formatIds.length > MOST_IDS ? ` and ${facts.formatIds.length - MOST_IDS} more` : ''}
        </span>
      </Field>
    </Section>
  );
}

const MOST_IDS = 4;

function ObjectFacts({ element, facts }: { readonly element: ObjectElement; readonly facts: AdmElementFacts }) {
  const place = useShownPlace(element);
  const number = useBlockNow(facts.blocks);
  const block = facts.blocks[number];
  const metadata = block?.metadata as ObjectMetadata | undefined;
  const at = [place.x, place.y, place.z] as const;
  return (
    <>
      <Field name="Place">
        <span data-testid="adm-place">
          x {formatNumber(place.x, 2)} y {formatNumber(place.y, 2)} z {formatNumber(place.z, 2)}
        </span>
      </Field>
      <Field name="Direction">
        <span>
          az {formatNumber(azimuthDegOf(at), 1)}° · el {formatNumber(elevationDegOf(at), 1)}°
        </span>
      </Field>
      {metadata === undefined ? null : (
        <>
          <Field name="Written">
            <span>{metadata.position.kind === 'polar' ? 'polar' : 'Cartesian'}</span>
          </Field>
          <Field name="Gain">
            <span>{gainText(metadata)}</span>
          </Field>
          <Field name="Extent">
            <span>{extentText(metadata)}</span>
          </Field>
          {flagsOf(metadata).length === 0 ? null : (
            <Field name="Says also">
              <span className={styles.long}>{flagsOf(metadata).join(' · ')}</span>
            </Field>
          )}
        </>
      )}
      <Field name="Block">
        <span title={block?.id}>
          {facts.blocks.length === 0 ? 'none' : `${number + 1} of ${facts.blocks.length}, from ${formatDuration(block?.atSec ?? 0, 2)}`}
        </span>
      </Field>
    </>
  );
}

function ChannelFacts({ facts }: { readonly facts: AdmElementFacts }) {
  if (facts.hoa !== undefined) {
    return (
      <Field name="Sound field">
        <span>
          order {facts.hoa.order}, {facts.hoa.normalization}
        </span>
      </Field>
    );
  }
  const metadata = facts.blocks.map((block) => block.metadata as DirectSpeakersMetadata);
  const gains = metadata.map(gainText);
  return (
    <>
      <Field name="Channels">
        <span className={styles.long}>{metadata.map(labelOf).join(' ')}</span>
      </Field>
      {new Set(gains).size === 1 ? (
        <Field name="Gain">
          <span>{gains[0]}</span>
        </Field>
      ) : null}
    </>
  );
}

function labelOf({ speakerLabels, position }: DirectSpeakersMetadata): string {
  return (
    speakerLabels[0] ??
    (position.kind === 'polar'
      ? `${formatNumber(position.azimuthDeg, 0)}°/${formatNumber(position.elevationDeg, 0)}°`
      : `(${formatNumber(position.x, 1)} ${formatNumber(position.y, 1)} ${formatNumber(position.z, 1)})`)
  );
}

function gainText({ gain = 1, objectGain = 1, objectMute }: ObjectMetadata | DirectSpeakersMetadata): string {
  return objectMute === true ? 'muted' : `${formatDb(Math.max(METER_FLOOR_DB, gainToDb(Math.abs(gain * objectGain))))} dB`;
}

function extentText({ position, width = 0, height = 0, depth = 0 }: ObjectMetadata): string {
  if (width === 0 && height === 0 && depth === 0) {
    return 'point';
  }
  const [unit, decimals] = position.kind === 'polar' ? ['°', 0] : ['', 2];
  return `${formatNumber(width, decimals)}${unit} × ${formatNumber(height, decimals)}${unit} × ${formatNumber(depth, 2)}`;
}

/** What is not the standard's default, in its own words. */
function flagsOf(metadata: ObjectMetadata): readonly string[] {
  const { diffuse = 0, channelLock, objectDivergence, zoneExclusion = [], screenRef, screenEdgeLock, positionOffset } = metadata;
  return [
    ...(diffuse > 0 ? [`diffuse ${formatNumber(diffuse, 2)}`] : []),
    ...(channelLock === undefined
      ? []
      : [`channelLock${channelLock.maxDistance === undefined ? '' : ` within ${formatNumber(channelLock.maxDistance, 2)}`}`]),
    ...(objectDivergence === undefined || objectDivergence.value === 0 ? [] : [`divergence ${formatNumber(objectDivergence.value, 2)}`]),
    ...(zoneExclusion.length === 0 ? [] : [`${zoneExclusion.length} ${zoneExclusion.length === 1 ? 'zone' : 'zones'} excluded`]),
    ...(screenRef === true ? ['screenRef'] : []),
    ...[screenEdgeLock?.horizontal, screenEdgeLock?.vertical].flatMap((edge) => (edge === undefined ? [] : [`screen edge ${edge}`])),
    ...(positionOffset === undefined ? [] : ['positionOffset']),
  ];
}

/** Which block holds where the listener is; the first before all. Renders only when it changes. */
function useBlockNow(blocks: readonly AdmBlockFacts[]): number {
  const { services } = useStudio();
  const [number, setNumber] = useState(0);
  useFrames(() => {
    const now = lastBefore(blocks, services.live.positionSec());
    if (now !== number) {
      setNumber(now);
    }
  });
  return Math.min(number, Math.max(0, blocks.length - 1));
}

function lastBefore(blocks: readonly AdmBlockFacts[], sec: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (blocks[middle]!.atSec <= sec) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
