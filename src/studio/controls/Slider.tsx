import { useRef } from 'react';
import type { CSSProperties } from 'react';
import { NumberField } from './NumberField.tsx';
import type { NumberFieldProps } from './NumberField.tsx';
import { useValueDrag } from './useValueDrag.ts';
import styles from './Slider.module.css';

interface SliderProps extends NumberFieldProps {
  /** Where the filled part begins: the middle for what has two sides. */
  readonly from?: number;
  readonly colour?: string;
  readonly name?: string;
}

/** Name, track and number in a row. */
export function Slider(props: SliderProps) {
  const { value, scale, label, format, unitText = '', onChange, onCommit, from = scale.low } = props;
  const track = useRef<HTMLDivElement>(null);
  const dragProps = useValueDrag(
    {
      value,
      scale,
      label,
      text: `${format(value)} ${unitText}`.trim(),
      resetTo: props.resetTo ?? 0,
      onChange,
      onCommit,
      ...(props.onCancel === undefined ? {} : { onCancel: props.onCancel }),
      travel: 'across',
      isDisabled: props.isDisabled ?? false,
    },
    track,
  );
  const at = scale.toRatio(value);
  const origin = scale.toRatio(from);
  const place = {
    '--at': at,
    '--low': Math.min(at, origin),
    '--width': Math.abs(at - origin),
    '--colour': props.colour ?? 'var(--secondary)',
  } as CSSProperties;
  return (
    <div className={styles.row} data-disabled={props.isDisabled ?? false}>
      <span className={styles.name}>{props.name ?? label}</span>
      <div ref={track} className={styles.track} style={place} data-testid={props.testId} {...dragProps}>
        <div className={styles.rail} />
        <div className={styles.fill} />
        <div className={styles.thumb} />
      </div>
      <NumberField
        value={value}
        scale={scale}
        unit={props.unit}
        label={`${label}, as a number`}
        format={format}
        unitText={unitText}
        resetTo={props.resetTo ?? 0}
        onChange={onChange}
        onCommit={onCommit}
        {...(props.onCancel === undefined ? {} : { onCancel: props.onCancel })}
        isDisabled={props.isDisabled ?? false}
        className={styles.number}
      />
    </div>
  );
}
