import type { Preset } from '../mastering/index.ts';
import type { Measurement } from '../metering/index.ts';
import type { RenderCheck } from './report.ts';

/** What is judged: the file's own measurement against its preset. */
export interface CheckedRender {
  readonly measured: Measurement;
  /** Absent: a bare render, of which nothing is asked but whole samples. */
  readonly preset: Preset | undefined;
  /** True where the preset's loudness is that of another render of the same mix. */
  readonly isAnchored: boolean;
  readonly shortfallLu: number;
  /** Why the target was missed. */
  readonly reason: string;
  /** True where the preset measures dialogue and there is enough of it: the rule DIAL judges instead. */
  readonly countsDialogue?: boolean;
}

/** A meter's last digit: a file may read this much over by another's arithmetic. */
const METER_TOLERANCE_LU = 0.05;
/** What peaks lower is but the dither of 24 bits. */
const DITHER_DBFS = -126;

/** The checks of a written file, each a sentence with figure and limit. */
export function checkRender(checked: CheckedRender): readonly RenderCheck[] {
  const { measured, preset } = checked;
  const checks: RenderCheck[] = [
    {
      rule: 'invalid-samples',
      passed: measured.invalidSamples === 0,
      message:
        measured.invalidSamples === 0
          ? 'every sample is a number'
          : `${measured.invalidSamples} samples are not numbers; look for a broken source`,
    },
  ];
  if (preset === undefined) {
    const clips = measured.samplePeakDbfs >= 0;
    checks.push({
      rule: 'full-scale',
      passed: true,
      message: clips
        ? `reaches full scale (${show(measured.samplePeakDbfs)} dBFS): a bare render is not limited`
        : `peaks at ${show(measured.samplePeakDbfs)} dBFS`,
    });
    return checks;
  }
  const ceiling = preset.truePeakDbtp;
  const truePeakOk = measured.truePeakDbtp <= ceiling + 1e-9;
  checks.push({
    rule: 'true-peak',
    passed: truePeakOk,
    message: `${show(measured.truePeakDbtp)} dBTP, ceiling ${show(ceiling)}${truePeakOk ? '' : '; lower the drive'}`,
  });
  checks.push(loudnessCheck(checked, preset));
  return checks;
}

function loudnessCheck(checked: CheckedRender, preset: Preset): RenderCheck {
  const { measured, isAnchored, shortfallLu, reason } = checked;
  const rule = 'integrated-loudness';
  const figure = `${show(measured.integratedLufs)} LUFS`;
  if (isAnchored) {
    return {
      rule,
      passed: true,
      message:
        preset.measuredOn === undefined
          ? `${figure}; it has the gain of the objects, which is another render’s`
          : `${figure}; ${preset.title} measures its ${preset.measuredOn}, whose gain this render has`,
    };
  }
  const { targetLufs, maxLufs, toleranceLu } = preset.integratedLufs;
  if (checked.countsDialogue === true) {
    return { rule, passed: true, message: `${figure}; ${preset.title} measures the dialogue` };
  }
  if (targetLufs === undefined && maxLufs === undefined) {
    return { rule, passed: true, message: `${figure}; ${preset.title} names no loudness` };
  }
  if (!Number.isFinite(measured.integratedLufs)) {
    const message =
      measured.samplePeakDbfs < DITHER_DBFS
        ? 'is silent; is every element muted?'
        : 'has no loudness to measure: that takes 0.4 s above −70 LUFS; use longer or louder audio';
    return { rule, passed: false, message };
  }
  const tooLoud = maxLufs !== undefined && measured.integratedLufs > maxLufs + METER_TOLERANCE_LU;
  const missed = targetLufs !== undefined && Math.abs(measured.integratedLufs - targetLufs) > toleranceLu;
  const limits = maxLufs === undefined || missed ? `target ${show(targetLufs ?? 0)} ± ${show(toleranceLu)}` : `limit ${show(maxLufs)}`;
  const why = shortfallLu > 0 && reason !== '' ? `; ${show(shortfallLu)} LU short: ${reason}` : '';
  return { rule, passed: !tooLoud && !missed, message: `${figure}, ${limits}${why}` };
}

function show(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2).replace('-', '−') : '−∞';
}
