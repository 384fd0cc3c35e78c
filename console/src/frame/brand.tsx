import classes from './brand.module.css';

export const Brand = () => (
  <span className={classes.brand}>
    <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
      <rect width="32" height="32" rx="6" fill="#2f5bd0" />
      <path
        d="M8 22V10m5 12V10m5 12V10m5 12V10M5 19 27 13"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
    Countinghouse
  </span>
);
