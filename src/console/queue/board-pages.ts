import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  IServerAdapter,
  UIConfig,
} from '@bull-board/api/typings/app';
import { Router, static as serveFiles } from 'express';

/** Of the page as it is published: a font of somebody else's server, and the style of the moment before it has loaded. */
const FOREIGN = /<link href="https:[^>]*>/g;
const WHILE_LOADING = /(<div id="root">)[\s\S]*?<\/style>\s*(<\/div>)/;
/** Before the first script of its own, so that its requests bear the mark of the console's pages. */
const FIRST_SCRIPT = /<script defer/;
const MARK = '<script defer src="/console/queue-mark.js"></script><script defer';
/** `<%= title %>`: all that its template does. */
const SLOT = /<%[-=] (\w+) %>/g;

/**
 * Bull's page as our own policy lets it run. An adapter of our own, and not the published one for Express, which wants
 * the very version of the board's API that it was made with, and a template engine for one page.
 */
export class BoardPages implements IServerAdapter {
  readonly router = Router();
  private queues: BullBoardQueues = new Map();
  private config: UIConfig = {};
  private template = '';

  /** @param path where it stands. */
  constructor(private readonly path: string) {}

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }

  setUIConfig(config: UIConfig): this {
    this.config = config;
    return this;
  }

  setViewsPath(folder: string): this {
    this.template = readFileSync(join(folder, 'index.ejs'), 'utf8')
      .replace(FOREIGN, '')
      .replace(WHILE_LOADING, '$1$2')
      .replace(FIRST_SCRIPT, MARK);
    return this;
  }

  setStaticPath(path: string, folder: string): this {
    this.router.use(path, serveFiles(folder, { fallthrough: false }));
    return this;
  }

  setEntryRoute(view: AppViewRoute): this {
    this.router.get(view.route, (_request, response) => {
      const { params } = view.handler({ basePath: this.path, uiConfig: this.config });
      response.type('html').send(this.template.replace(SLOT, (_slot, name: string) => params[name] ?? ''));
    });
    return this;
  }

  /** Errors go the way of all: the filter tells them. */
  setErrorHandler(): this {
    return this;
  }

  setApiRoutes(routes: AppControllerRoute[]): this {
    for (const route of routes) {
      for (const verb of [route.method].flat()) {
        this.router[verb](route.route, async ({ query, params, body = {} }, response) => {
          const request = { queues: this.queues, uiConfig: this.config, query, params, body, headers: {} };
          const answer = await route.handler(request);
          response.status(answer.status ?? 200).json(answer.body);
        });
      }
    }
    return this;
  }
}
