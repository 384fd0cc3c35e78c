import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { NavLink, useLocation, useParams } from 'react-router';
import { NotFoundPage } from '../../frame/not-found.js';
import { Page } from '../../frame/page.js';
import { useFilters } from '../../list/filters.js';
import { Answer } from '../../tell/answer.js';
import { AsOf } from './as-of.js';
import { saveCsv } from './csv.js';
import { ReportChart } from './report-chart.js';
import { ReportFilters } from './report-filters.js';
import { ReportTable } from './report-table.js';
import type { Report } from './report.js';
import { REPORTS } from './reports.js';
import { FILTERS, queryOf, reportQuery } from './reports.queries.js';
import classes from './reports.module.css';

/** Figures for finance: the same that the API gives, as a chart, a table and a file. */
export function ReportsPage() {
  const { report: slug = REPORTS[0]?.slug } = useParams();
  const report = REPORTS.find((one) => one.slug === slug);
  return report ? <OneReport key={report.slug} report={report} /> : <NotFoundPage />;
}

function OneReport({ report }: { readonly report: Report }) {
  const { search } = useLocation();
  const [filters, setFilters] = useFilters(FILTERS);
  const query = useQuery(reportQuery(report, filters));
  const csv = useMutation({ mutationFn: () => saveCsv(report, queryOf(report, filters)) });
  return (
    <Page
      title={report.title}
      lead={report.lead}
      above={
        <nav aria-label="Reports" className={classes.reports}>
          {REPORTS.map(({ slug, title }) => (
            <NavLink key={slug} to={{ pathname: `/reports/${slug}`, search }}>
              {title}
            </NavLink>
          ))}
        </nav>
      }
      actions={
        <Button leftSection={<Download size={14} />} loading={csv.isPending} onClick={() => csv.mutate()}>
          CSV
        </Button>
      }
    >
      <ReportFilters over={report.over} filters={filters} onChange={setFilters} />
      <Answer query={query} lines={10}>
        {(answer) => (
          <>
            {report.chart.length > 0 && <ReportChart report={report} rows={answer.data} />}
            <ReportTable report={report} rows={answer.data} />
            <AsOf answer={answer} />
          </>
        )}
      </Answer>
    </Page>
  );
}
