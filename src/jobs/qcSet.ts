import { checkRenderSet, type RenderFacts } from '../mastering/index.ts';
import { renderChecksOf } from './qcFile.ts';
import type { MasterReport, RenderReport } from './report.ts';

/**
 * The checks that compare a master's renders with each other, at the gain of the mix. Files without curves (bare renders) take no part.
 * @param anchor the render that the presets measure, where they name one
 */
export function compareRenders(renders: readonly RenderReport[], anchor?: string): Pick<MasterReport, 'checks' | 'translation'> {
  const facts = renders.flatMap((render) => factsOf(render));
  if (facts.length < 2) {
    return {};
  }
  const { checks, matrix } = checkRenderSet(facts, anchor === undefined ? {} : { anchor });
  return {
    checks: renderChecksOf(checks),
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
    },
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
