import { sourcesFigure } from "@proxybo/report";
import type { BenchSummary } from "../../analysis/summary.ts";
import { select } from "../select.ts";
import { curvesFigure } from "./curves.ts";
import { subsetsFigure } from "./subsets.ts";
import { temperatureFigure } from "./temperature.ts";

/** A figure as it is kept, and where the report shows it. */
export interface Figure {
  readonly part: "fig2a" | "fig2b" | "fig2c" | "fig3" | "regret";
  /** File name without ending. */
  readonly name: string;
  /** What tells it from the others of its part: the task, and the method where it matters. */
  readonly title: string;
  readonly svg: string;
}

/** Draws every figure that the runs allow. */
export async function drawFigures(summary: BenchSummary): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const add = async (figure: Omit<Figure, "svg">, svg: Promise<string>): Promise<void> => {
    figures.push({ ...figure, svg: await svg });
  };
  const comparison = select(summary, "comparison");
  const searching = comparison.methods.filter(({ evaluations }) => evaluations === undefined);
  for (const task of searching.length === 0 ? [] : comparison.tasks) {
    const { name, title } = task;
    if (task.optimum.test !== null)
      await add(
        { part: "fig3", name: `fig3-${name}`, title },
        curvesFigure(summary, searching, task, { side: "test" }),
      );
    await add(
      { part: "regret", name: `regret-${name}`, title },
      curvesFigure(summary, searching, task, { side: "regret" }),
    );
  }
  const temperature = select(summary, "temperature");
  for (const task of temperature.tasks)
    await add(
      { part: "fig2a", name: `fig2a-${task.name}`, title: task.title },
      temperatureFigure(summary, temperature.methods, task),
    );
  const influence = select(summary, "influence");
  for (const task of influence.tasks)
    for (const method of influence.methods) {
      const sources = summary.sources.find((each) => each.task === task.name && each.method === method.name);
      if (sources)
        await add(
          {
            part: "fig2b",
            name: `fig2b-${task.name}-${method.name}`,
            title: `${task.title}, ${method.title}`,
          },
          sourcesFigure(
            sources.points,
            `Generalisation and influence of each source, ${method.title}, ${task.name}`,
          ),
        );
    }
  const subsets = select(summary, "subsets");
  for (const task of subsets.tasks)
    await add(
      { part: "fig2c", name: `fig2c-${task.name}`, title: task.title },
      subsetsFigure(summary, subsets.methods, task),
    );
  return figures;
}
