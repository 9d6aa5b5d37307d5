import { describe, expect, it } from 'vitest';
import { admElementsOf, type RenderingItem } from '../../../src/scene/adm/index.ts';

const common = { importance: 10, track: { kind: 'silent' }, blocks: [] } as const;
const sound = (id: string, objectId?: string, name = id): RenderingItem => ({
  ...common,
  kind: 'objects',
  id,
  name,
  objectId,
  objectName: objectId,
});
const speaker = (id: string, objectId?: string): RenderingItem => ({
  ...common,
  kind: 'directSpeakers',
  id,
  name: id,
  objectId,
  objectName: objectId,
});
const ids = (items: readonly RenderingItem[]): readonly (readonly [string, readonly number[]])[] =>
  admElementsOf(items).map((element) => [element.id, element.items] as const);

describe('items as things to list', () => {
  it('the loudspeaker channels of an object are one bed; objects stand alone', () => {
    const items = [
      speaker('AC_1', 'AO_1'),
      speaker('AC_2', 'AO_1'),
      sound('AC_3', 'AO_2'),
      speaker('AC_1', 'AO_3'),
      speaker('AC_2', 'AO_3'),
    ];
    expect(ids(items)).toEqual([
      ['AO_1', [0, 1]],
      ['AO_2', [2]],
      ['AO_3', [3, 4]],
    ]);
  });

  it('several channels of one object each have a name of their own', () => {
    const elements = admElementsOf([sound('AC_3', 'AO_2', 'Left'), sound('AC_4', 'AO_2', 'Right')]);
    expect(elements.map(({ id, name }) => [id, name])).toEqual([
      ['AO_2/AC_3', 'AO_2 · Left'],
      ['AO_2/AC_4', 'AO_2 · Right'],
    ]);
  });

  it('what is reached twice is there twice, under ids of its own', () => {
    expect(ids([speaker('AC_1', 'AO_1'), speaker('AC_1', 'AO_1'), sound('AC_3', 'AO_2'), sound('AC_3', 'AO_2')])).toEqual([
      ['AO_1/AC_1', [0]],
      ['AO_1/AC_1#2', [1]],
      ['AO_2/AC_3', [2]],
      ['AO_2/AC_3#2', [3]],
    ]);
  });

  it('without objects channels go by their own ids', () => {
    expect(admElementsOf([sound('AC_3')])).toEqual([{ id: 'AC_3', kind: 'objects', name: 'AC_3', items: [0] }]);
  });
});
