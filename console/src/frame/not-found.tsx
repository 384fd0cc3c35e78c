import { Link } from 'react-router';
import { Page } from './page.js';

export const NotFoundPage = () => (
  <Page title="No such page">
    <p>
      There is no page of this address. <Link to="/">To the overview</Link>
    </p>
  </Page>
);
