import type { ReportContent } from '../report-content.ts';
import { showReport } from './frame.ts';
import { showLive } from './live.ts';

const data = document.getElementById('report-data');
if (data === null) showLive();
else {
  const content = JSON.parse(data.textContent ?? '') as ReportContent;
  showReport(content, content, null);
}
