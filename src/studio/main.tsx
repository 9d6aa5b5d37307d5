import '@fontsource/inter/latin-400.css';
import '@fontsource/inter/latin-500.css';
import '@fontsource/inter/latin-600.css';
import './theme/tokens.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createStudioServices } from './services/index.ts';
import type { StudioServices } from './services/types.ts';
import { App } from './shell/App.tsx';
import { FatalPage } from './shell/FatalPage.tsx';
import { createActions, type Actions } from './state/actions.ts';
import { keepSession } from './state/keepSession.ts';
import { persistView } from './state/persistView.ts';
import { createAppStore } from './state/store.ts';
import type { AppStore } from './state/store.ts';
import { syncEngine } from './state/sync.ts';
import { tellTrouble } from './state/trouble.ts';

declare global {
  interface Window {
    /** For browser tests and the curious. */
    periphony?: { readonly store: AppStore; readonly services: StudioServices; readonly actions: Actions };
  }
}

const root = createRoot(document.getElementById('root')!);

async function openStudio(): Promise<void> {
  const services = await createStudioServices();
  const store = createAppStore();
  persistView(store);
  syncEngine(store, services.live, tellTrouble);
  const files = new Map<string, File>();
  const keeper = keepSession(store, services, files);
  const actions = createActions(store, services, files);
  window.periphony = { store, services, actions };
  window.addEventListener('beforeunload', (event) => {
    if (!keeper.isKept()) {
      event.preventDefault();
    }
  });
  root.render(
    <StrictMode>
      <App studio={{ store, services, actions }} />
    </StrictMode>,
  );
  actions.openDemo();
  actions.lookForKept();
}

openStudio().catch((error: unknown) => root.render(<FatalPage error={error} />));
