import { describe, expect, it } from 'vitest';
import { getLayout } from '../../../src/layouts/index.ts';
import { PROCESSORS } from '../../../src/scene/index.ts';
import type { ProcessorSettings } from '../../../src/scene/index.ts';
import { sameSamples } from '../../fixtures/sameSamples.ts';
import { largest, noise, setUpChain, sine, toDb } from './runChain.ts';

describe('chain', () => {
  const settings: readonly ProcessorSettings[] = [
    { kind: 'trim', gainDb: -6 },
    { kind: 'compressor', lookaheadMs: 2 },
    { kind: 'polarity' },
    { kind: 'compressor', lookaheadMs: 1, thresholdDb: 0, enabled: false },
  ];

  it('sums the latencies of its inserts', () => {
    expect(setUpChain(settings, 1).chain.latencyFrames).toBe(96 + 48);
    expect(setUpChain([], 1).chain.latencyFrames).toBe(0);
  });

  it('trims and inverts', () => {
    const input = sine(100, 0.1, 3000);
    const out = setUpChain(settings, 1).run([input])[0]!;
    expect(toDb(-out[2144]! / input[2000]!)).toBeCloseTo(-6, 4);
  });

  it('empty, or all switched off, it is transparent to the bit', () => {
    const input = [sine(100, 0.9, 3000)];
    expect(setUpChain([], 1).run(input)).toEqual(input);
  });

  const off = [...PROCESSORS.map(({ kind }): ProcessorSettings => ({ kind, enabled: false })), { kind: 'eq', phase: 'linear' } as const];
  it.each(off)('switched off it is a delay by its latency, to the bit: $kind $phase', (settings) => {
    const input = sine(100, 0.9, 24000);
    for (const known of [{}, { speakers: getLayout('stereo').speakers }]) {
      const { chain, run } = setUpChain([settings], 2, 48000, 1024, known);
      const late = chain.latencyFrames;
      for (const out of run([input, input])) {
        expect(sameSamples([out.subarray(late)], [input.subarray(0, input.length - late)])).toBe(true);
        expect(out.subarray(0, late).every((x) => x === 0)).toBe(true);
      }
    }
  });

  it('all at their defaults the inserts that shape nothing at rest leave a quiet signal alone', () => {
    const input = [sine(100, 0.01, 3000)];
    const shaping: readonly string[] = ['polarity', 'multiband', 'saturation'];
    const defaults = PROCESSORS.filter(({ kind }) => !shaping.includes(kind)).map(({ kind }): ProcessorSettings => ({ kind }));
    expect(setUpChain(defaults, 1).run(input)).toEqual(input);
  });

  it.each(PROCESSORS.map(({ kind }) => kind))('%s has the same latency on and off', (kind) => {
    const latency = (settings: ProcessorSettings): number => setUpChain([settings], 1).chain.latencyFrames;
    expect(latency({ kind, enabled: false })).toBe(latency({ kind }));
  });

  it.each(PROCESSORS.map(({ kind }): ProcessorSettings => ({ kind })).concat({ kind: 'eq', phase: 'linear' }))(
    'does not allocate: $kind $phase',
    (settings) => {
      const { gc } = globalThis as { gc?: () => void };
      const { table, blocks, chain } = setUpChain([settings], 2, 48000, 256, { speakers: getLayout('stereo').speakers });
      const input = noise(0.5, 256);
      const step = (): void => {
        blocks.forEach((block) => block.view.set(input));
        chain.process(table, 256);
      };
      for (let k = 0; k < 400; k++) {
        step();
      }
      gc?.();
      const before = process.memoryUsage().heapUsed;
      for (let k = 0; k < 200; k++) {
        step();
      }
      expect((process.memoryUsage().heapUsed - before) / 200).toBeLessThan(2048);
    },
  );

  it('a trim glides over 20 ms', () => {
    const out = setUpChain([{ kind: 'trim' }], 1).run(
      [new Float32Array(4800).fill(1)],
      [100],
      new Map([[1000, [{ kind: 'trim', gainDb: -20 }]]]),
    )[0]!;
    const steps = out.subarray(1).map((x, k) => Math.abs(x - out[k]!));
    expect(out[1023]).toBe(1);
    expect(Math.max(...steps)).toBeLessThan(1.01 * (0.9 / 960));
    expect(out[1024 + 960]).toBeCloseTo(0.1, 6);
  });

  const turnedUp: readonly ProcessorSettings[] = [
    { kind: 'tilt', tiltDb: 6 },
    { kind: 'multiband', lowHz: 400, bands: [{ thresholdDb: -40 }, { thresholdDb: -40 }] },
    { kind: 'saturation', driveDb: 18 },
    { kind: 'image', monoBelowHz: 300, widthRatio: 0 },
    { kind: 'saturation', driveDb: 18, focus: 'mid' },
    { kind: 'eq', phase: 'linear', bands: [{ type: 'lowShelf', frequencyHz: 400, gainDb: -6 }] },
  ];
  it.each(turnedUp)('switched on and off again and again it never steps: $kind $phase $focus', (on) => {
    const off: ProcessorSettings = { ...on, enabled: false };
    const { chain, run } = setUpChain([off], 2, 48000, 1024, { speakers: getLayout('stereo').speakers });
    const input = [sine(100, 0.5, 36000), sine(100, 0.1, 36000)];
    const changes = new Map([10000, 14000, 19000, 24000, 26000, 31000].map((frame, k) => [frame, [k % 2 === 0 ? on : off]]));
    const [out] = run(input, [256], changes);
    const late = chain.latencyFrames;
    // The slope of the sine, and what 20 ms of going all the way add to it.
    const steepest = 2 * Math.PI * (100 / 48000) * 0.5 + 0.5 / 960;
    expect(largest(out!.subarray(late + 1).map((x, k) => x - out![k + late]!))).toBeLessThan(1.25 * steepest);
    expect(sameSamples([out!.subarray(-1000)], [input[0]!.subarray(35000 - late, 36000 - late)])).toBe(on.kind !== 'tilt');
  });

  it('takes all new settings or none', () => {
    const { chain, run } = setUpChain([{ kind: 'trim' }, { kind: 'polarity', inverted: false }], 1);
    expect(chain.setSettings([{ kind: 'trim', gainDb: -20 }, { kind: 'eq' }])).toBe(false);
    expect(chain.setSettings([{ kind: 'trim', gainDb: -20 }])).toBe(false);
    const input = [sine(100, 0.9, 3000)];
    expect(run(input)).toEqual(input);
  });

  it('the parameter tables are sane: defaults in range, names that the settings know', () => {
    for (const { parameters, choices } of PROCESSORS.flatMap((row) => [row, ...(row.bands === undefined ? [] : [row.bands])])) {
      for (const p of parameters) {
        expect(p.default).toBeGreaterThanOrEqual(p.min);
        expect(p.default).toBeLessThanOrEqual(p.max);
        expect(p.scale === 'log' ? p.min : 1).toBeGreaterThan(0);
      }
      for (const choice of choices) {
        expect(choice.options.map((option) => option.value)).toContain(choice.default);
      }
    }
  });
});
