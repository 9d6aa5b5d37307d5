import { checkRenderSet, type QcCheck, type RenderFacts } from '../mastering/index.ts';
import { renderChecksOf } from './qcFile.ts';
import type { ElementContribution, MasterReport, RenderReport } from './report.ts';

/** What is known of a set of renders beside their reports. */
export interface SetFacts {
  /** The render that the presets measure, where they name one. */
  readonly anchor?: string;
  /** The check of the elements against each other. */
  readonly masking?: QcCheck;
}

/**
 * The checks that compare a master's renders, and the elements in them, with each other, at the gain of the mix. Files without curves (bare
 * renders) take no part.
 */
export function compareRenders(
  renders: readonly RenderReport[],
  { anchor, masking }: SetFacts = {},
): Pick<MasterReport, 'checks' | 'translation'> {
  const facts = renders.flatMap((render) => factsOf(render));
  const stems = masking === undefined ? [] : renderChecksOf([masking]);
  if (facts.length < 2) {
    return stems.length === 0 ? {} : { checks: stems };
  }
  const { checks, matrix } = checkRenderSet(facts, anchor === undefined ? {} : { anchor });
  return {
    checks: [...renderChecksOf(checks), ...stems],
    translation: matrix.map((row) => ({
      render: row.render,
      deltaLu: round(row.deltaLu),
      maxShortTermDeltaLu: Number.isFinite(row.maxShortTermDeltaLu) ? round(row.maxShortTermDeltaLu) : 0,
      bandsDb: row.bandsDb.map(round),
    })),
  };
}

function factsOf(render: RenderReport): readonly RenderFacts[] {
  if (render.curves === undefined || render.integratedLufs === null) {
    return [];
  }
  return [
    {
      render: render.render,
      gainDb: render.gainDb,
      integratedLufs: render.integratedLufs,
      maxShortTermLufs: render.maxShortTermLufs ?? -Infinity,
      lraLu: render.lraLu ?? 0,
      truePeakDbtp: render.truePeakDbtp ?? -Infinity,
      thirdOctavesDb: render.curves.thirdOctavesDb.map((level) => level ?? -Infinity),
      ...(render.contributions === undefined ? {} : { elements: elementsOf(render, render.contributions) }),
    },
  ];
}

/** At the gain that the render has. An element that is silent in one render is lost there, not unknown. */
function elementsOf({ gainDb }: RenderReport, contributions: readonly ElementContribution[]): RenderFacts['elements'] & {} {
  return contributions.map(({ element, lufs }) => ({ name: element, lufs: (lufs ?? SILENT_LUFS) + gainDb }));
}

/** The absolute gate. */
const SILENT_LUFS = -70;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
