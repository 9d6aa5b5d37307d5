import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { classes } from '../theme/classes.ts';
import styles from './Menu.module.css';

export interface MenuAction {
  readonly text: string;
  readonly note?: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

interface ActionMenuProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly actions: readonly MenuAction[];
  readonly className?: string | undefined;
  readonly align?: 'start' | 'end';
  readonly testId?: string;
}

/** A button that opens a list of things to do. */
export function ActionMenu({ label, children, actions, className, align = 'start', testId }: ActionMenuProps) {
  return (
    <Menu.Root>
      <Menu.Trigger className={classes(styles.opener, className)} aria-label={label} title={label} data-testid={testId}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align={align} className={styles.positioner}>
          <Menu.Popup className={styles.popup}>
            {actions.map((action) => (
              <Menu.Item key={action.text} className={styles.item} disabled={action.isDisabled ?? false} onClick={action.run}>
                <span className={styles.wide}>{action.text}</span>
                {action.note === undefined ? null : <span className={styles.note}>{action.note}</span>}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
