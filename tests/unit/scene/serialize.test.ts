import { describe, expect, it } from 'vitest';
import { emptyScene, parseProject, sceneFromProject, serializeProject, setGainDb, setPosition } from '../../../src/scene/index.ts';
import type { Scene } from '../../../src/scene/index.ts';
import { sampleProject } from './sample.ts';

const scene = sceneFromProject(sampleProject(), 'a');

describe('the text of a project', () => {
  it('is laid out for people', () => {
    expect(serializeProject(scene)).toBe(`{
  "periphony": 1,
  "title": "Band",
  "sampleRateHz": 48000,
  "frameRate": "24",
  "sources": [
    { "id": "ambience", "file": "stems/ambience.wav" },
    { "id": "kick", "file": "../stems/kick.flac" }
  ],
  "elements": [
    {
      "id": "bed",
      "kind": "bed",
      "layout": "7.1.2",
      "source": "ambience",
      "binaural": "near"
    },
    {
      "id": "kick",
      "kind": "object",
      "name": "Kick",
      "source": "kick",
      "group": "drums",
      "gainDb": -3,
      "position": { "x": 0.25, "y": 1, "z": 0 },
      "binaural": "near",
      "processing": [{ "kind": "eq", "bands": [{ "type": "highPass", "frequencyHz": 30, "slopeDbPerOct": 24 }] }],
      "automation": {
        "position": [
          { "atSec": 0, "x": -1, "y": 1, "z": 0 },
          { "atSec": 8, "x": 1, "y": 1, "z": 0.5, "curve": "linear" }
        ]
      }
    }
  ],
  "groups": [{ "id": "drums", "hueDeg": 0 }],
  "deliverables": [
    { "render": "7.1.4", "preset": "atmos-music" },
    { "render": "stereo", "preset": "spotify" }
  ]
}
`);
  });

  it('does not depend on the order of fields', () => {
    const reversed = JSON.parse(JSON.stringify(scene), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
    ) as Scene;
    expect(serializeProject(reversed)).toBe(serializeProject(scene));
  });

  it('changes in one line where one number changes', () => {
    const before = serializeProject(scene).split('\n');
    const after = serializeProject(setGainDb(scene, 'kick', -4.5)).split('\n');
    expect(after.filter((line, k) => line !== before[k])).toEqual(['      "gainDb": -4.5,']);
  });

  it('loses the noise of numbers and nothing else', () => {
    const noisy = { ...scene, tempoBpm: 0.1 + 0.2 + 120, lengthSec: 1 / 3 };
    expect(serializeProject(noisy)).toContain('"tempoBpm": 120.3,');
    expect(parseProject(serializeProject(noisy), 'a').scene.lengthSec).toBe(1 / 3);
    expect(serializeProject(setPosition(scene, 'kick', { x: 0.1 + 0.2, y: 1 / 3, z: 0 }))).toContain('{ "x": 0.3, "y": 0.33333, "z": 0 }');
  });

  it('is that of an empty scene, too', () => {
    expect(parseProject(serializeProject(emptyScene({ title: 'x' })), 'a').scene).toEqual(emptyScene({ title: 'x' }));
  });

  it('is refused where a number is none', () => {
    expect(() => serializeProject({ ...scene, tempoBpm: NaN })).toThrow('project.tempoBpm is NaN');
  });

  it('of 50,000 points comes back whole', () => {
    const points = Array.from({ length: 50_000 }, (_, k) => ({ atSec: k / 100, value: (k % 100) / 100 }));
    const big: Scene = {
      ...scene,
      elements: scene.elements.map((e) => (e.kind === 'object' ? { ...e, automation: { size: points } } : e)),
    };
    expect(parseProject(serializeProject(big), 'big').scene).toEqual(big);
  });
});
