import type { ReportContent } from '../report-content.ts';

/** What every view can ask for and call. */
export interface ReportPage {
  /** Measures are empty until they are there. */
  readonly content: ReportContent;
  /** Fulfilled when the measures are there, rejected where they cannot be had. */
  readonly measured: Promise<void>;
  /** Index of a node by its name. */
  readonly nodeIndex: ReadonlyMap<string, number>;
  /** Opens a panel that says where a node's result comes from. */
  openNode(index: number): void;
  /** Opens any other panel. */
  openPanel(title: string, ...content: readonly Node[]): void;
  /** Goes to the explorer with these filters. */
  showExamples(filter: { readonly [name: string]: string }): void;
}

/** One part of the page. */
export interface View {
  /** In the address, behind `#`. */
  readonly id: string;
  readonly title: string;
  /** Whether it shows measures, and waits for them. */
  readonly needsMeasures?: true;
  /** Made when it is first looked at. */
  render(page: ReportPage): ViewContent;
}

export interface ViewContent {
  readonly content: readonly Node[];
  /** Called with what stands behind the view's id in the address. */
  readonly follow?: (rest: string) => void;
}
