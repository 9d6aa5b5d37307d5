import { linearScale } from '../controls/scale.ts';
import { Button } from '../controls/Button.tsx';
import { Slider } from '../controls/Slider.tsx';
import { describeProcessor } from '../../scene/index.ts';
import type { ProcessorSettings } from '../../scene/index.ts';
import { summaryOf } from '../inspector/summaryOf.ts';
import { useApp, useStudio } from '../state/studio.ts';
import { formatNumber, formatSigned } from '../theme/format.ts';
import { settingsOf } from '../state/masterActions.ts';
import styles from './ProposalPanel.module.css';

const AMOUNT = linearScale(0, 1, 0.05);

interface Move {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly note: string;
  readonly settings: ProcessorSettings | null;
}

/** What would be put into the chain, each move with its reason, to be taken or left. */
export function ProposalPanel() {
  const { actions } = useStudio();
  const proposal = useApp((state) => state.proposal)!;
  const referenceName = useApp((state) => state.reference?.name ?? 'the reference');
  const curve = useApp((state) => state.curves.find(({ id }) => id === proposal.goal)?.title);
  const chainLength = useApp((state) => state.scene?.master.processing.length ?? 0);
  const { kind, busy, match, master, trouble, chosen, amountRatio } = proposal;
  const moves: readonly Move[] =
    match?.items.map(({ id, what, why, settings }) => ({ id, title: capital(what), why, note: '', settings })) ??
    master?.choices.map(({ id, title, why, confidence, settings }) => ({
      id,
      title,
      why,
      note: settings === null ? '' : CONFIDENCE[confidence],
      settings,
    })) ??
    [];
  const count = settingsOf(proposal).length;
  const goal = proposal.goal === 'reference' ? referenceName : (curve ?? proposal.goal);
  const isReady = busy === null && trouble === null;
  return (
    <section className={styles.panel} aria-label="Proposal" data-testid="proposal" data-ready={isReady}>
      <header className={styles.head}>
        <h2 className={styles.title}>{kind === 'match' ? 'Match' : 'Assistant'}</h2>
        <span className={styles.goal} title={goal}>
          {goal}
        </span>
        {kind === 'match' && match !== null ? (
          <div className={styles.amount}>
            <Slider
              label="Amount"
              value={amountRatio}
              scale={AMOUNT}
              unit="percent"
              format={(ratio) => `${Math.round(ratio * 100)} %`}
              resetTo={0.5}
              colour="var(--accent)"
              onChange={(ratio) => actions.setMatchAmount(Math.round(ratio * 100) / 100)}
              onCommit={() => {}}
              testId="match-amount"
            />
          </div>
        ) : (
          <span className={styles.spring} />
        )}
        <Button look="plain" onClick={actions.closeProposal} testId="proposal-cancel">
          {isReady ? 'Leave it' : 'Cancel'}
        </Button>
        <Button
          look="accent"
          onClick={actions.applyProposal}
          disabled={!isReady || count === 0}
          title={
            kind === 'match'
              ? 'Puts them at the end of the chain, as one step'
              : chainLength > 0
                ? 'Replaces the chain, as one step'
                : 'One step'
          }
          testId="proposal-apply"
        >
          {kind === 'assist' && chainLength > 0 ? 'Replace the chain' : `Apply ${count === 0 ? '' : count}`}
        </Button>
      </header>
      <div className={styles.body}>
        {busy === null ? null : (
          <p className={styles.busy} role="status">
            {busy}…
          </p>
        )}
        {trouble === null ? null : (
          <p className={styles.trouble} role="alert">
            {capital(trouble.message)}. {capital(trouble.hint)}
          </p>
        )}
        <ul className={styles.moves}>
          {[...moves.filter(({ settings }) => settings !== null), ...moves.filter(({ settings }) => settings === null)].map((move) => (
            <li key={move.id} className={styles.move} data-idle={move.settings === null} data-testid={`move-${move.id}`}>
              {move.settings === null ? (
                <span />
              ) : (
                <input
                  type="checkbox"
                  className={styles.check}
                  checked={chosen.includes(move.id)}
                  aria-label={move.title}
                  onChange={(event) => actions.chooseMove(move.id, event.currentTarget.checked)}
                />
              )}
              <div>
                <p className={styles.what}>
                  {move.title}
                  {move.settings === null ? null : (
                    <span className={styles.insert}>
                      {describeProcessor(move.settings.kind).title} {summaryOf(move.settings)}
                    </span>
                  )}
                  {move.note === '' ? null : <span className={styles.insert}>{move.note}</span>}
                </p>
                <p className={styles.why}>{capital(move.why)}.</p>
              </div>
            </li>
          ))}
        </ul>
        {match === null ? null : (
          <p className={styles.note}>
            The dashed curve is what the bands do together: within {formatNumber(match.residualDb.rms, 1)} dB of what is wanted. The
            reference is {formatSigned(match.loudnessDifferenceLu)} LU against the mix.
          </p>
        )}
        {master?.warnings.map((warning) => (
          <p key={warning} className={styles.warning}>
            {capital(warning)}.
          </p>
        ))}
      </div>
    </section>
  );
}

const CONFIDENCE = { high: 'measured', medium: 'likely', low: 'a matter of taste' } as const;

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
