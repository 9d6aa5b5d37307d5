import type { StudioServices } from '../services/types.ts';
import { createCheckActions } from './checkActions.ts';
import type { CheckActions } from './checkActions.ts';
import { createDeliveryActions } from './deliveryActions.ts';
import type { DeliveryActions } from './deliveryActions.ts';
import { createMasterActions } from './masterActions.ts';
import type { MasterActions } from './masterActions.ts';
import { createPresetActions } from './ownPresets.ts';
import type { PresetActions } from './ownPresets.ts';
import { createSessionActions } from './sessionActions.ts';
import type { SessionActions } from './sessionActions.ts';
import type { AppStore } from './store.ts';
import { createTransportActions } from './transportActions.ts';
import type { TransportActions } from './transportActions.ts';

/** What a person does that needs both the store and the world. Edits of the document are not here: they are scene/'s. */
export type Actions = SessionActions & TransportActions & DeliveryActions & CheckActions & MasterActions & PresetActions;

export function createActions(store: AppStore, services: StudioServices, files: Map<string, File>): Actions {
  return {
    ...createSessionActions(store, services, files),
    ...createTransportActions(store, services.live),
    ...createDeliveryActions(store, services, files),
    ...createCheckActions(store, services, files),
    ...createMasterActions(store, services, files),
    ...createPresetActions(store, services),
  };
}
