import type { FileKind } from '../../../../src/pixel/kinds';
import { load } from './compilers';

type Render = (template: string, data: object) => string;

/** The real engines of the template languages that have one for Node. */
export const ENGINES: Partial<Record<FileKind, Render>> = {
  nunjucks: nunjucks(),
  // Jinja's syntax and autoescaping are what Nunjucks copies; the urlencode filter differs for numbers only.
  liquid: liquid(),
  handlebars: (template, data) => {
    const { compile } = load('handlebars') as {
      compile: (text: string) => (data: object) => string;
    };
    return compile(template)(data);
  },
  mustache: (template, data) => {
    return (load('mustache') as { render: Render }).render(template, data);
  },
  ejs: (template, data) => (load('ejs') as { render: Render }).render(template, data),
};

function nunjucks(): Render {
  interface Environment {
    readonly renderString: Render;
  }
  const { Environment } = load('nunjucks') as {
    Environment: new (loader: null, options: object) => Environment;
  };
  const environment = new Environment(null, { autoescape: true, throwOnUndefined: true });
  return (template, data) => environment.renderString(template, data);
}

function liquid(): Render {
  interface Engine {
    readonly parseAndRenderSync: Render;
  }
  const { Liquid } = load('liquidjs') as { Liquid: new (options: object) => Engine };
  const engine = new Liquid({ strictFilters: true, strictVariables: true });
  return (template, data) => engine.parseAndRenderSync(template, data);
}
