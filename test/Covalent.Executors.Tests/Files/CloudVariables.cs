namespace Covalent.Executors.Tests.Files;

/// <summary>The variables by which file transfers find stores and credentials. They are the process's, so the tests that set them run one after the other.</summary>
[CollectionDefinition(Collection)]
public sealed class CloudVariables
{
    public const string Collection = "cloud variables";

    private static readonly string[] Names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL_S3", "GOOGLE_OAUTH_ACCESS_TOKEN", "STORAGE_EMULATOR_HOST", "AZURE_STORAGE_SAS_TOKEN", "AZURE_STORAGE_ENDPOINT"];

    internal static void Set(params string?[] values)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            Environment.SetEnvironmentVariable(Names[i], i < values.Length ? values[i] : null);
        }
    }
}
