import { Button } from '@mantine/core';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { Page } from './page.js';

/** A file of an older build is asked for: the backend was updated under the open page. */
const isOutdated = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

/** In the place of a page that broke. The others still work. */
export function Failure() {
  const error = useRouteError();
  const text = isRouteErrorResponse(error) ? error.statusText : error instanceof Error ? error.message : String(error);
  return (
    <Page title={isOutdated(error) ? 'There is a newer console' : 'This page broke'}>
      <p>
        {isOutdated(error)
          ? 'The backend was updated while this page was open.'
          : 'That is a mistake of the console, not of the data. The message below is for a bug report.'}
      </p>
      <pre>{text}</pre>
      <p>
        <Button variant="filled" onClick={() => window.location.reload()}>
          Load again
        </Button>
      </p>
    </Page>
  );
}
