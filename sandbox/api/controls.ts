import { type Express, json, type Request, type Response } from 'express';
import { answer, errorBody } from './answer.js';
import { readParams } from './params.js';

type Control = (id: string, params: Record<string, unknown>) => unknown;

/** What no Stripe has, under `/_sandbox`. JSON or form bodies, no key needed; answers as the API does, errors too. */
export class Controls {
  constructor(private readonly app: Express) {
    app.use('/_sandbox', json());
  }

  get(path: string, control: Control): void {
    this.app.get(`/_sandbox${path}`, run(control));
  }

  post(path: string, control: Control): void {
    this.app.post(`/_sandbox${path}`, run(control));
  }

  delete(path: string, control: Control): void {
    this.app.delete(`/_sandbox${path}`, run(control));
  }
}

function run(control: Control) {
  return async (request: Request, response: Response): Promise<void> => {
    try {
      answer(response, 200, await control(String(request.params['id'] ?? ''), readParams(request.body)));
    } catch (error) {
      const refused = errorBody(error);
      answer(response, refused.status, refused.body);
    }
  };
}
