import { describeProcessor, setProcessor } from '../../scene/index.ts';
import type { ProcessingOwner, ProcessorParameter, ProcessorSettings } from '../../scene/index.ts';
import { Choose } from '../controls/Choose.tsx';
import type { UnitKind } from '../controls/parseValue.ts';
import { linearScale, logScale } from '../controls/scale.ts';
import type { Scale } from '../controls/scale.ts';
import { Slider } from '../controls/Slider.tsx';
import { Toggle } from '../controls/Toggle.tsx';
import { useApp, useStudio } from '../state/studio.ts';
import { formatHz, formatNumber } from '../theme/format.ts';
import { Field } from './Field.tsx';
import { hasLayout } from './reductionMeter.ts';
import styles from './ParameterRows.module.css';

const UNITS: Readonly<Record<string, UnitKind>> = { dB: 'db', Hz: 'hz', ms: 'ms', ':1': 'ratio' };

/** The parameters and choices of an insert's table, a row each. Lists of bands have a panel of their own. */
export function ParameterRows({
  owner,
  index,
  settings,
  only,
}: {
  readonly owner: ProcessingOwner;
  readonly index: number;
  readonly settings: ProcessorSettings;
  /** In place of everything. */
  readonly only?: 'choices';
}) {
  const { edit, drag, endDrag, cancelDrag } = useStudio().store.getState();
  const { title, parameters, choices } = describeProcessor(settings.kind);
  const knowsLayout = useApp((state) => hasLayout(state.scene, owner));
  const values = settings as unknown as Readonly<Record<string, unknown>>;
  const withValue = (name: string, value: unknown): ProcessorSettings => {
    const { [name]: _, ...rest } = values;
    return (value === undefined ? rest : { ...rest, [name]: value }) as unknown as ProcessorSettings;
  };
  return (
    <div className={styles.rows} data-only={only}>
      {(only === 'choices' ? [] : parameters).map((parameter) => {
        const value = values[parameter.name];
        const isOff = parameter.isOptional === true && typeof value !== 'number';
        if (isOff) {
          return (
            <Field key={parameter.name} name="">
              <Toggle
                label={parameter.label}
                isOn={false}
                onToggle={() =>
                  edit(parameter.label, (scene) => setProcessor(scene, owner, index, withValue(parameter.name, parameter.default)))
                }
              />
            </Field>
          );
        }
        return (
          <Slider
            key={parameter.name}
            label={parameter.label}
            value={typeof value === 'number' ? value : parameter.default}
            scale={scaleOf(parameter)}
            unit={UNITS[parameter.unit] ?? 'plain'}
            unitText={parameter.unit === 'Hz' ? '' : parameter.unit}
            format={(number) => (parameter.unit === 'Hz' ? formatHz(number) : formatNumber(number, parameter.decimals))}
            resetTo={parameter.default}
            {...(parameter.min < 0 && parameter.max > 0 ? { from: 0 } : {})}
            onChange={(number) =>
              drag(`${title}: ${parameter.label}`, (scene) => setProcessor(scene, owner, index, withValue(parameter.name, number)))
            }
            onCommit={endDrag}
            onCancel={cancelDrag}
          />
        );
      })}
      {choices
        .filter(({ name }) => name !== 'focus' || knowsLayout)
        .map((choice) => (
          <Field key={choice.name} name={choice.label}>
            <Choose
              label={choice.label}
              choices={choice.options.map((option) => ({ value: String(option.value), text: option.label }))}
              value={textOf(values[choice.name], choice.default)}
              onChoose={(text) => {
                const option = choice.options.find((candidate) => String(candidate.value) === text);
                edit(`${title}: ${choice.label}`, (scene) => setProcessor(scene, owner, index, withValue(choice.name, option?.value)));
              }}
            />
          </Field>
        ))}
    </div>
  );
}

function textOf(value: unknown, otherwise: string | number | boolean): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : String(otherwise);
}

function scaleOf({ min, max, scale, decimals }: ProcessorParameter): Scale {
  return scale === 'log' ? logScale(min, max, 0.02) : linearScale(min, max, decimals === 0 ? 1 : decimals === 1 ? 0.5 : 0.01);
}
