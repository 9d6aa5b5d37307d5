// Questions to a scene.
import { findLayout } from '../layouts/index.ts';
import { goldenHueDeg } from './limits.ts';
import type { Element, ElementId, Group, GroupId, Scene, Source, SourceId } from './types.ts';

export function findElement(scene: Scene, id: ElementId): Element | undefined {
  return scene.elements.find((element) => element.id === id);
}

export function findSource(scene: Scene, id: SourceId): Source | undefined {
  return scene.sources.find((source) => source.id === id);
}

export function findGroup(scene: Scene, id: GroupId): Group | undefined {
  return scene.groups.find((group) => group.id === id);
}

/** The group that an element is mixed with. */
export function groupOf(scene: Scene, element: Element): Group | undefined {
  return element.group === undefined ? undefined : findGroup(scene, element.group);
}

export function elementsInGroup(scene: Scene, id: GroupId): readonly Element[] {
  return scene.elements.filter((element) => element.group === id);
}

/** The element's own hue, else its group's, else one by its place in the list. */
export function hueDegOf(scene: Scene, element: Element): number {
  return element.hueDeg ?? groupOf(scene, element)?.hueDeg ?? goldenHueDeg(Math.max(0, scene.elements.indexOf(element)));
}

/** The element's fader and its group's, one after the other. */
export function totalGainDb(scene: Scene, element: Element): number {
  return element.gainDb + (groupOf(scene, element)?.gainDb ?? 0);
}

/** Muted by itself or by its group. */
export function isMuted(scene: Scene, element: Element): boolean {
  return element.mute || groupOf(scene, element)?.mute === true;
}

/** The programme's end: what the scene says, else where the last source ends. Sources of unknown length count as empty. */
export function sceneLengthSec(scene: Scene, sourceLengthsSec: ReadonlyMap<SourceId, number>): number {
  return (
    scene.lengthSec ??
    scene.elements.reduce((end, element) => Math.max(end, element.startSec + (sourceLengthsSec.get(element.source) ?? 0)), 0)
  );
}

/** How many channels of audio the scene renders from. */
export function channelCounts(scene: Scene): { readonly objects: number; readonly bedChannels: number; readonly total: number } {
  let objects = 0;
  let bedChannels = 0;
  for (const element of scene.elements) {
    if (element.kind === 'object') {
      objects += 1;
    } else {
      bedChannels += findLayout(element.layout)?.speakers.length ?? 0;
    }
  }
  return { objects, bedChannels, total: objects + bedChannels };
}
