using Orchestrator.Agents.Pricing;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>What was read of the agent's records, and what of it clients see.</summary>
/// <param name="Enrichment">All that was read.</param>
/// <param name="Usage">Tokens and cost.</param>
/// <param name="Preview">Beginning of the agent's last message.</param>
internal sealed record EnrichmentNews(SessionEnrichment Enrichment, SessionUsage? Usage, string? Preview)
{
    public static EnrichmentNews Of(SessionEnrichment enrichment, ModelPrices prices) => new(enrichment, enrichment.Usage(prices), enrichment.Preview);

    /// <summary>True when clients see something else in <paramref name="next"/>.</summary>
    public bool ShowsAnother(EnrichmentNews next) => (Usage, Preview) != (next.Usage, next.Preview);
}
