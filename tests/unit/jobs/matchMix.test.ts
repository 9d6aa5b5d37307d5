// Inputs of every kind to proposals, in memory.
import { describe, expect, it } from 'vitest';
import { ignoreWarnings, UsageError } from '../../../src/base/index.ts';
import { assistMix, matchMix, profileInput } from '../../../src/jobs/index.ts';
import { parseChain } from '../../../src/scene/index.ts';
import { equalized, pairOf, pink, RATE, scaled } from '../mastering/reference/signals.ts';
import { createMemoryPorts, writeWave } from './memoryPorts.ts';

const ports = createMemoryPorts();
const mix = pairOf(pink(4, 1), scaled(pink(4, 2), 0.5));
const write = (name: string, signal: readonly Float32Array[]): void =>
  writeWave(ports, name, signal, { sampleRateHz: RATE, encoding: 'float32', expectedFrames: signal[0]!.length });
write('mix.wav', mix);
write(
  'bright.wav',
  mix.map((channel) => equalized(channel, [{ type: 'highShelf', frequencyHz: 4000, gainDb: 5, q: 0.7 }])),
);
write('mono.wav', [mix[0]!]);
const project = {
  periphony: 1,
  title: 'one',
  sampleRateHz: RATE,
  sources: [{ id: 'a', file: 'mono.wav' }],
  elements: [{ id: 'a', kind: 'object', source: 'a', position: { x: -1, y: 1, z: 1 } }],
};
ports.files.set('one.periphony.json', new TextEncoder().encode(JSON.stringify(project)));

describe('profileInput', () => {
  it('measures audio as it is, and a project as its 7.1.4', async () => {
    expect(await profileInput(ports, 'mix.wav', ignoreWarnings)).toMatchObject({ file: 'mix.wav', layout: '2.0' });
    expect(await profileInput(ports, 'mono.wav', ignoreWarnings)).toMatchObject({ layout: 'mono' });
    const { layout, profile } = await profileInput(ports, 'one.periphony.json', ignoreWarnings);
    expect(layout).toBe('7.1.4');
    // An object above the left front corner is in the heights alone.
    expect(profile.heightShareDb!).toBeGreaterThan(-0.5);
    expect(profile.lengthSec).toBeCloseTo(4, 1);
  });
});

describe('matchMix', () => {
  it('proposes a chain that a chain file can hold', async () => {
    const ratios: number[] = [];
    const { chain, proposal } = await matchMix(ports, 'mix.wav', 'bright.wav', { amountRatio: 1 }, ignoreWarnings, {
      onProgress: (ratio) => ratios.push(ratio),
    });
    expect(chain.processing.map(({ kind }) => kind)).toContain('eq');
    expect(parseChain(JSON.stringify(chain), 'mix.chain.json').processing).toEqual(proposal.processing);
    expect(chain.choices).toHaveLength(4);
    expect(ratios.at(-1)).toBe(1);
    expect([...ratios].sort((a, b) => a - b)).toEqual(ratios);
  });
});

describe('assistMix', () => {
  it('takes the preset that the layout suggests', async () => {
    expect((await assistMix(ports, 'mix.wav', { target: 'pop' }, ignoreWarnings)).preset).toBe('spotify');
    expect((await assistMix(ports, 'one.periphony.json', { target: 'film' }, ignoreWarnings)).preset).toBe('atmos-music');
  });

  it('wants one goal, and one that there is', async () => {
    await expect(assistMix(ports, 'mix.wav', {}, ignoreWarnings)).rejects.toThrow(UsageError);
    await expect(assistMix(ports, 'mix.wav', { target: 'pop', reference: 'bright.wav' }, ignoreWarnings)).rejects.toThrow(UsageError);
    await expect(assistMix(ports, 'mix.wav', { target: 'polka' }, ignoreWarnings)).rejects.toThrow(UsageError);
  });
});
