import { troubleOf } from '../state/trouble.ts';
import styles from './FatalPage.module.css';

/** When not even the services could be made. */
export function FatalPage({ error }: { readonly error: unknown }) {
  const { message, hint } = troubleOf(error);
  return (
    <main className={styles.page} role="alert">
      <h1 className={styles.title}>The studio could not start.</h1>
      <p>{message}</p>
      <p className={styles.hint}>{hint === '' ? 'Reload the page. A current Chrome, Edge, Firefox or Safari is needed.' : hint}</p>
      <button type="button" className={styles.button} onClick={() => location.reload()}>
        Reload
      </button>
    </main>
  );
}
