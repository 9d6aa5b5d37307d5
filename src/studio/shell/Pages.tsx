import { DeliverPage } from '../deliver/DeliverPage.tsx';
import { MasterPage } from '../master/MasterPage.tsx';
import { EmptySession } from '../session/EmptySession.tsx';
import { useApp } from '../state/studio.ts';
import { MixPage } from './MixPage.tsx';

export function Pages() {
  const page = useApp((state) => state.page);
  const hasScene = useApp((state) => state.scene !== null);
  if (!hasScene) {
    return <EmptySession />;
  }
  switch (page) {
    case 'mix':
      return <MixPage />;
    case 'master':
      return <MasterPage />;
    case 'deliver':
      return <DeliverPage />;
  }
}
