namespace Covalent.Quantum;

/// <summary>The likely contents of a circuit's classical memory.</summary>
/// <param name="Outcomes">Contents, highest bit leftmost, and their probabilities in descending order.</param>
/// <param name="IsTruncated">Whether less likely contents were left out.</param>
public sealed record OutcomeDistribution(IReadOnlyList<KeyValuePair<string, double>> Outcomes, bool IsTruncated);
