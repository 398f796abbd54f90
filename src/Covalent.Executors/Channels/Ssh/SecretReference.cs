namespace Covalent.Executors.Channels.Ssh;

/// <summary>Where a secret is kept: <c>env:NAME</c> or <c>file:PATH</c>. The secret itself is never an option, so it cannot be stored or shown.</summary>
internal static class SecretReference
{
    private const string Environment = "env:";
    private const string File = "file:";

    public static bool IsValid(string reference) =>
        (reference.StartsWith(Environment, StringComparison.Ordinal) && reference.Length > Environment.Length) ||
        (reference.StartsWith(File, StringComparison.Ordinal) && reference.Length > File.Length);

    /// <summary>Reads the secret.</summary>
    /// <exception cref="FormatException">The reference has another form.</exception>
    /// <exception cref="KeyNotFoundException">The variable is not set.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Read(string reference)
    {
        if (!IsValid(reference))
        {
            throw new FormatException("a secret is named as env:NAME or file:PATH");
        }

        return reference.StartsWith(Environment, StringComparison.Ordinal)
            ? System.Environment.GetEnvironmentVariable(reference[Environment.Length..])
                ?? throw new KeyNotFoundException($"the environment variable {reference[Environment.Length..]} is not set")
            : System.IO.File.ReadAllText(LocalPath.Expand(reference[File.Length..])).TrimEnd('\r', '\n');
    }
}
