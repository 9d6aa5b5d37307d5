import { describe, expect, it } from 'vitest';
import { PROCESSORS } from '../../../src/scene/index.ts';
import type { ProcessorSettings } from '../../../src/scene/index.ts';
import { setUpChain, sine, toDb } from './runChain.ts';

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
    const off = PROCESSORS.map(({ kind }): ProcessorSettings => ({ kind, enabled: false }));
    expect(setUpChain(off, 1).run(input)).toEqual(input);
  });

  it('all at their defaults every insert but the polarity switch leaves a quiet signal alone', () => {
    const input = [sine(100, 0.01, 3000)];
    const defaults = PROCESSORS.filter(({ kind }) => kind !== 'polarity').map(({ kind }): ProcessorSettings => ({ kind }));
    expect(setUpChain(defaults, 1).run(input)).toEqual(input);
  });

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

  it('takes all new settings or none', () => {
    const { chain, run } = setUpChain([{ kind: 'trim' }, { kind: 'polarity', inverted: false }], 1);
    expect(chain.setSettings([{ kind: 'trim', gainDb: -20 }, { kind: 'eq' }])).toBe(false);
    expect(chain.setSettings([{ kind: 'trim', gainDb: -20 }])).toBe(false);
    const input = [sine(100, 0.9, 3000)];
    expect(run(input)).toEqual(input);
  });

  it('the parameter tables are sane: defaults in range, names that the settings know', () => {
    for (const { parameters, choices } of PROCESSORS) {
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
