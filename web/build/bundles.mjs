// What is built: each page's script, with the budget it must keep (kilobytes, gzip, first load).

export const BUNDLES = {
  buyer: { entry: "src/buyer/main.tsx", jsx: "preact", budget: 16 },
  guest: { entry: "src/guest/main.tsx", jsx: "preact", budget: 18 },
  my: { entry: "src/my/main.tsx", jsx: "preact", budget: 15 },
  home: { entry: "src/home/main.tsx", jsx: "preact", budget: 10 },
  organizer: { entry: "src/organizer/main.ts", jsx: "preact", budget: 3 },
  checkin: { entry: "src/checkin/main.tsx", jsx: "preact", budget: 30 },
  dashboard: { entry: "src/dashboard/main.tsx", jsx: "react", budget: 250 },
  docs: { entry: "src/docs/main.ts", jsx: "preact", budget: null },
  guides: { entry: "src/docs/guides.css", budget: 1 },
  errors: { entry: "src/docs/errors.css", budget: 1 },
  page: { entry: "src/styles/page.css", budget: 8 },
};
