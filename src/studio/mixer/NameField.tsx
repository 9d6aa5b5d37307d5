import { useState } from 'react';
import { NameText } from '../controls/NameText.tsx';
import styles from './NameField.module.css';

/** A name; a double click opens it for writing. */
export function NameField({
  name,
  className,
  onRename,
}: {
  readonly name: string;
  readonly className: string | undefined;
  readonly onRename: (name: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const finish = (typed: string): void => {
    setOpen(false);
    const trimmed = typed.trim();
    if (trimmed !== '' && trimmed !== name) {
      onRename(trimmed);
    }
  };
  if (!isOpen) {
    return (
      <NameText
        name={name}
        className={className}
        onDoubleClick={(event) => {
          event.stopPropagation();
          setOpen(true);
        }}
      />
    );
  }
  return (
    <input
      className={styles.input}
      aria-label={`Name of ${name}`}
      defaultValue={name}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') {
          finish(event.currentTarget.value);
        } else if (event.key === 'Escape') {
          setOpen(false);
        }
      }}
    />
  );
}
