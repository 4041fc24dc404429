import type { ReportContent } from '../report-content.ts';
import { showReport } from './frame.ts';

const data = document.getElementById('report-data');
if (data !== null) showReport(JSON.parse(data.textContent ?? '') as ReportContent, null);
