import type { ReportContent } from '../report-content.ts';

/** What every view can ask for and call. */
export interface ReportPage {
  readonly content: ReportContent;
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
  /** Made when it is first looked at. */
  render(page: ReportPage): ViewContent;
}

export interface ViewContent {
  readonly content: readonly Node[];
  /** Called with what stands behind the view's id in the address. */
  readonly follow?: (rest: string) => void;
}
