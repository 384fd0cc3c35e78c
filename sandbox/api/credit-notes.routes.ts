import type { CreditNoteCreate } from '../engine/credit-notes.js';
import { requireParams } from './params.js';
import type { Routes } from './routes.js';

export function creditNoteRoutes(routes: Routes): void {
  const { creditNotes, store } = routes.api.engine;

  routes.list('/v1/credit_notes', () => store.creditNotes.values());
  routes.post('/v1/credit_notes', ({ params }) =>
    creditNotes.create(requireParams<CreditNoteCreate>(params, 'invoice')),
  );
  routes.get('/v1/credit_notes/preview', ({ params }) =>
    creditNotes.preview(requireParams<CreditNoteCreate>(params, 'invoice')),
  );
  routes.get('/v1/credit_notes/:id', ({ id }) => store.creditNotes.get(id));
  routes.post('/v1/credit_notes/:id', ({ id, params }) => creditNotes.update(id, params));
  routes.post('/v1/credit_notes/:id/void', ({ id }) => creditNotes.void(id));
  routes.list('/v1/credit_notes/:id/lines', ({ id }) => [...store.creditNotes.get(id).lines.data].reverse());
}
