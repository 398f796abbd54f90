namespace Covalent.Cli.Commands.Doctor;

/// <summary>What was found out about one thing.</summary>
/// <param name="Verdict">Good or not.</param>
/// <param name="Subject">The thing.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do about it; empty when nothing needs doing.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text, string Remedy = "");

internal enum Verdict
{
    Good,
    Doubtful,
    Bad,
}
