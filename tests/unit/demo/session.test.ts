// The demo session as a listener's machine meets it: every stem present, sound, repeatable and quiet at its end; every reference of the
// project resolving. Levels and lengths come from the session's own brief (peaks −20 … −1 dBFS, 48 kHz, gone below −60 dBFS).
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dbToGain, gainToDb, UsageError } from '../../../src/base/index.ts';
import { DEMO_LENGTH_FRAMES, DEMO_SAMPLE_RATE_HZ, demoProject, demoStems, renderDemoStem } from '../../../src/demo/index.ts';
import { getLayout } from '../../../src/layouts/index.ts';
import { findPreset } from '../../../src/mastering/index.ts';
import { sceneFromProject, serializeProject } from '../../../src/scene/index.ts';

const RENDER_TIMEOUT_MS = 120_000;
const rendered = new Map<string, readonly Float32Array[]>();
const measured = new Map<string, readonly Measured[]>();
const stems = demoStems();
const ids = stems.map((stem) => stem.id);

beforeAll(() => {
  for (const { id } of stems) {
    const channels = renderDemoStem(id, () => {}, rendered);
    rendered.set(id, channels);
    measured.set(id, channels.map(measure));
  }
}, RENDER_TIMEOUT_MS);

describe('the stems', () => {
  it('are 12 to 16, with names of their own', () => {
    expect(stems.length).toBeGreaterThanOrEqual(12);
    expect(stems.length).toBeLessThanOrEqual(16);
    expect(new Set(stems.map((stem) => stem.fileName)).size).toBe(stems.length);
    expect(DEMO_SAMPLE_RATE_HZ).toBe(48000);
  });

  it.each(ids)('%s has its channels, its length, and only numbers', (id) => {
    expect(rendered.get(id)!.length).toBe(stems.find((stem) => stem.id === id)!.channels);
    expect(rendered.get(id)!.every((channel) => channel.length === DEMO_LENGTH_FRAMES)).toBe(true);
    expect(measured.get(id)!.every((channel) => Number.isFinite(channel.power))).toBe(true);
  });

  it.each(ids)('%s peaks between −20 and −1 dBFS and has no offset', (id) => {
    const peakDb = gainToDb(Math.max(...measured.get(id)!.map((channel) => channel.peak)));
    expect(peakDb).toBeGreaterThan(-20);
    expect(peakDb).toBeLessThan(-1);
    for (const { mean } of measured.get(id)!) {
      expect(Math.abs(mean)).toBeLessThan(1e-5);
    }
  });

  it.each(ids)('%s has rung out below −60 dBFS in the last 100 ms', (id) => {
    for (const channel of rendered.get(id)!) {
      expect(measure(channel.slice(-4800)).peak).toBeLessThan(0.001);
    }
  });

  it('are all different, channel by channel', () => {
    const powers = [...measured.values()].flat().flatMap(({ power }) => (power > 0 ? [power] : []));
    expect(new Set(powers).size).toBe(powers.length);
  });

  it('start within the first second: the first thing to be heard is music', () => {
    const early = measure(rendered.get('keys')![0]!.slice(0, 48000));
    expect(early.peak).toBeGreaterThan(0.01);
  });

  it.each(['kick', 'hats', 'bass', 'lead'])('%s comes out bit for bit the same again, after the others', (id) => {
    expect(hash(renderDemoStem(id))).toBe(hash(rendered.get(id)!));
  });

  it(
    'the room is the same whether it is handed a stem or renders it itself',
    () => {
      const progress: number[] = [];
      const handed = new Map([...rendered].filter(([id]) => !['kick', 'guitar'].includes(id)));
      expect(hash(renderDemoStem('room', (ratio) => progress.push(ratio), handed))).toBe(hash(rendered.get('room')!));
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      expect(progress.at(0)).toBe(0);
      expect(progress.at(-1)).toBe(1);
    },
    RENDER_TIMEOUT_MS,
  );

  it('refuses a stem that it does not have, by name', () => {
    expect(() => renderDemoStem('kazoo')).toThrow(UsageError);
    expect(() => renderDemoStem('kazoo')).toThrow(/kazoo/);
  });
});

describe('the sum at the project’s faders', () => {
  it('is louder in the chorus than in the verse, and louder in the verse than in the intro', () => {
    const intro = sumPower(1, 5.5);
    const verse = sumPower(6.5, 16.5);
    const chorus = sumPower(17.5, 27.5);
    expect(verse).toBeGreaterThan(intro * 1.5);
    expect(chorus).toBeGreaterThan(verse * 1.5);
  });
});

describe('the project', () => {
  const project = demoProject();
  const scene = sceneFromProject(project, 'demo.periphony.json');

  it('passes the schema and survives being written and read', () => {
    expect(sceneFromProject(JSON.parse(serializeProject(scene)), 'again')).toEqual(scene);
    expect(scene).toEqual(sceneFromProject(JSON.parse(JSON.stringify(project)), 'plain'));
  });

  it('has a source for every stem and a stem for every source', () => {
    expect(scene.sources.map((source) => source.file).toSorted()).toEqual(stems.map((stem) => stem.fileName).toSorted());
  });

  it('plays every channel of every stem exactly once, and none that is not there', () => {
    const played = scene.elements.flatMap((element) => {
      const count = element.kind === 'bed' ? getLayout(element.layout).speakers.length : 0;
      return element.kind === 'object'
        ? [`${element.source} ${element.channel}`]
        : Array.from({ length: count }, (_, k) => `${element.source} ${k + 1}`);
    });
    const present = stems.flatMap((stem) => Array.from({ length: stem.channels }, (_, k) => `${stem.id} ${k + 1}`));
    expect(played.toSorted()).toEqual(present.toSorted());
  });

  it('names groups, pairs, layouts and presets that exist', () => {
    const groupIds = new Set(scene.groups.map((group) => group.id));
    for (const element of scene.elements) {
      expect(groupIds).toContain(element.group);
      if (element.kind === 'object' && element.pairedWith !== undefined) {
        const other = scene.elements.find((each) => each.id === element.pairedWith);
        expect(other).toMatchObject({ pairedWith: element.id, source: element.source, size: element.size });
      }
    }
    for (const { render, preset } of scene.deliverables) {
      expect(render === 'binaural' || getLayout(render).speakers.length > 0).toBe(true);
      expect(findPreset(preset!).id).toBe(preset);
    }
  });

  it('moves things around and above, in order of time and within the song and the room', () => {
    let isAbove = false;
    let isBehind = false;
    for (const element of scene.elements) {
      const lanes = Object.values(element.automation) as readonly (readonly { readonly atSec: number }[])[];
      for (const points of lanes) {
        points.forEach((point, k) => {
          expect(point.atSec, element.id).toBeGreaterThanOrEqual(k === 0 ? 0 : points[k - 1]!.atSec);
          expect(point.atSec, element.id).toBeLessThanOrEqual(DEMO_LENGTH_FRAMES / DEMO_SAMPLE_RATE_HZ);
        });
      }
      for (const point of element.kind === 'object' ? (element.automation.position ?? []) : []) {
        if (!('x' in point)) {
          throw new Error(`${element.id} moves in polar coordinates`);
        }
        expect(Math.max(Math.abs(point.x), Math.abs(point.y), Math.abs(point.z)), element.id).toBeLessThanOrEqual(1);
        isAbove ||= point.z > 0.9;
        isBehind ||= point.y < -0.7;
      }
    }
    expect(isAbove && isBehind).toBe(true);
  });
});

interface Measured {
  readonly peak: number;
  readonly mean: number;
  /** Mean square; not finite where any frame is not. */
  readonly power: number;
}

function measure(channel: Float32Array): Measured {
  let peak = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < channel.length; i++) {
    const x = channel[i]!;
    const size = x < 0 ? -x : x;
    peak = size > peak ? size : peak;
    sum += x;
    squares += x * x;
  }
  return { peak, mean: sum / channel.length, power: squares / channel.length };
}

function hash(channels: readonly Float32Array[]): string {
  const sum = createHash('sha256');
  channels.forEach((channel) => sum.update(new Uint8Array(channel.buffer, channel.byteOffset, channel.byteLength)));
  return sum.digest('hex');
}

/** Power of everything but the beds, at the elements' gains. */
function sumPower(fromSec: number, toSec: number): number {
  let power = 0;
  for (const element of demoProject().elements) {
    if (element.kind === 'object') {
      const part = rendered.get(element.source)![element.channel - 1]!.slice(fromSec * DEMO_SAMPLE_RATE_HZ, toSec * DEMO_SAMPLE_RATE_HZ);
      power += measure(part).power * dbToGain(element.gainDb) ** 2;
    }
  }
  return power;
}
