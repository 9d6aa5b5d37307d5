import { useEffect, useRef, useState } from 'react';
import { classes } from '../theme/classes.ts';
import { parseValue } from './parseValue.ts';
import type { UnitKind } from './parseValue.ts';
import type { Scale } from './scale.ts';
import { useValueDrag } from './useValueDrag.ts';
import styles from './NumberField.module.css';

export interface NumberFieldProps {
  readonly value: number;
  readonly scale: Scale;
  readonly unit: UnitKind;
  readonly label: string;
  readonly format: (value: number) => string;
  /** Shown beside the number, and spoken. */
  readonly unitText?: string;
  readonly resetTo?: number;
  readonly onChange: (value: number) => void;
  readonly onCommit: () => void;
  readonly onCancel?: () => void;
  readonly isDisabled?: boolean;
  readonly className?: string | undefined;
  readonly testId?: string;
}

/** A click opens the number for typing unless a second one follows: that resets. */
const DOUBLE_CLICK_MS = 230;

/** A number that is its own control: drag it, turn the wheel over it, or click and type. */
export function NumberField(props: NumberFieldProps) {
  const { value, scale, unit, label, format, unitText = '', onChange, onCommit } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLSpanElement>(null);
  const opening = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(opening.current), []);
  const text = format(value);
  const dragProps = useValueDrag(
    {
      value,
      scale,
      label,
      text: `${text} ${unitText}`.trim(),
      resetTo: props.resetTo ?? 0,
      onChange,
      onCommit,
      ...(props.onCancel === undefined ? {} : { onCancel: props.onCancel }),
      onType: () => {
        opening.current = setTimeout(() => setDraft(text), DOUBLE_CLICK_MS);
      },
      travel: 'relative',
      isDisabled: props.isDisabled ?? false,
    },
    field,
  );
  const finish = (typed: string): void => {
    const parsed = parseValue(typed, unit);
    setDraft(null);
    if (parsed !== undefined) {
      onChange(Math.min(scale.high, Math.max(scale.low, parsed)));
      onCommit();
    }
  };
  if (draft !== null) {
    return (
      <input
        className={classes(styles.field, styles.input, props.className)}
        aria-label={label}
        value={draft}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={(event) => finish(event.currentTarget.value)}
        onPointerDown={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') {
            finish(event.currentTarget.value);
          } else if (event.key === 'Escape') {
            setDraft(null);
          }
        }}
      />
    );
  }
  return (
    <span
      ref={field}
      className={classes(styles.field, props.className)}
      data-testid={props.testId}
      {...dragProps}
      onDoubleClick={() => {
        clearTimeout(opening.current);
        dragProps.onDoubleClick();
      }}
    >
      {text}
      {unitText === '' ? null : <span className={styles.unit}> {unitText}</span>}
    </span>
  );
}
