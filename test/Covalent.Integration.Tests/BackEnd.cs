namespace Covalent.Integration.Tests;

/// <summary>The real programs of eng/backends, found by the environment its scripts print.</summary>
internal static class BackEnd
{
    /// <summary>A variable of a back end; its test is skipped without it, and fails in CI.</summary>
    public static string Require(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
        {
            return value;
        }

        var reason = $"{variable} is not set; start the back ends with: eval \"$(eng/backends/up.sh FOLDER)\"";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
        return "";
    }
}
