import { costText, costsOf, totalUsd, type Priced } from "../host/cost";
import type { Finding } from "./finding";

/**
 * More than the budget is never made. On the local cloud, where nothing costs, it holds all the
 * same: whoever tries a stack's settings there wants to know whether the stack would pass.
 */
export function budgetFindings(settings: Priced): Finding[] {
  const { monthlyBudgetUsd: budget } = settings.host;
  const costs = costsOf(settings);
  const total = totalUsd(costs);
  if (budget === undefined || total <= budget) return [];
  return [
    {
      path: "monthlyBudgetUsd",
      level: "mandatory",
      reason: `${budget} is less than what DigitalOcean would ask, ${costText(costs)}; choose less of it, or raise the budget: pulumi config set monthlyBudgetUsd ${Math.ceil(total)}`,
    },
  ];
}
