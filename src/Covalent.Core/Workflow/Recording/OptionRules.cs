namespace Covalent.Core.Recording;

/// <summary>Options that could never work are refused while the lattice is built, not when the task is due.</summary>
internal static class OptionRules
{
    public static void Check(ElectronOptions options)
    {
        if (options.Retry is { } retry)
        {
            Check(retry.Count >= 0, "Retry.Count", $"is {retry.Count}; use 0 or more");
            Check(retry.Delay >= TimeSpan.Zero, "Retry.Delay", $"is {retry.Delay}; use zero or more");
            Check(retry.Factor >= 1, "Retry.Factor", $"is {retry.Factor}; use 1 or more");
        }

        Check(options.TimeLimit is null || options.TimeLimit > TimeSpan.Zero, "TimeLimit", $"is {options.TimeLimit}; use a positive time, or leave it out for none");
        Check(options.Name is null || !string.IsNullOrWhiteSpace(options.Name), "Name", "is empty; leave it out to show the method's name");
        Check(options.Version is null || options.Version.Length > 0, "Version", "is empty; leave it out to let the code decide");
    }

    private static void Check(bool isFine, string option, string problem)
    {
        if (!isFine)
        {
            throw WrongUse.OddOption(option, problem);
        }
    }
}
