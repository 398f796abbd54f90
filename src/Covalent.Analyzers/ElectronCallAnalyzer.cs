using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Covalent.Analyzers;

/// <summary>Finds electrons that cannot run as tasks (COV001, COV007, COV008, COV012, and the method's own COV009 to COV011).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ElectronCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Rules.LocalFunction, Rules.NotACall, Rules.Statements, Rules.Argument, Rules.ByReference, Rules.Result, Rules.AsyncVoid);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (CovalentSymbols.Of(start.Compilation) is not { } symbols)
            {
                return;
            }
            var travel = new TravelRules(start.Compilation);
            start.RegisterSyntaxNodeAction(c => Shape(c, symbols), SyntaxKind.InvocationExpression);
            start.RegisterOperationAction(c => Call(c, symbols, travel), OperationKind.Invocation);
        });
    }

    /// <summary>The shape of the lambda, which the compiler refuses without saying what is wanted.</summary>
    private static void Shape(SyntaxNodeAnalysisContext context, CovalentSymbols symbols)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (call.ArgumentList.Arguments.FirstOrDefault()?.Expression is not LambdaExpressionSyntax lambda || !symbols.IsElectronCall(call, context.SemanticModel))
        {
            return;
        }
        if (lambda.AsyncKeyword != default)
        {
            Report("an async lambda", "Call the method without async and await; a method that returns a Task is awaited on the worker.");
        }
        else if (lambda.Block is not null)
        {
            Report("a block of statements", "Put the statements into a method and call that: Electron(() => Method(arguments)).");
        }

        void Report(string found, string remedy) => context.ReportDiagnostic(Diagnostic.Create(Rules.Statements, lambda.GetLocation(), found, remedy));
    }

    private static void Call(OperationAnalysisContext context, CovalentSymbols symbols, TravelRules travel)
    {
        var electron = (IInvocationOperation)context.Operation;
        if (!symbols.IsElectron(electron.TargetMethod) || electron.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value is not { } argument)
        {
            return;
        }
        LocalFunctions(context, argument);
        if (Body(argument) is not { } body)
        {
            return;
        }
        if (body.Written() is IInvocationOperation call)
        {
            Arguments(context, symbols, travel, call);
            foreach (var problem in MethodRules.Problems(call.TargetMethod, call.Syntax.GetLocation(), symbols, travel))
            {
                context.ReportDiagnostic(problem);
            }
        }
        else if (body.Written() is not (IInvalidOperation or IDynamicInvocationOperation))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotACall, body.Syntax.GetLocation(), body.Text(), Remedy(body.Written())));
        }
    }

    private static void LocalFunctions(OperationAnalysisContext context, IOperation argument)
    {
        foreach (var part in argument.DescendantsAndSelf())
        {
            var method = part switch
            {
                IInvocationOperation call => call.TargetMethod,
                IMethodReferenceOperation reference => reference.Method,
                _ => null,
            };
            if (method?.MethodKind == MethodKind.LocalFunction)
            {
                var name = part.Syntax is InvocationExpressionSyntax call ? call.Expression : part.Syntax;
                context.ReportDiagnostic(Diagnostic.Create(Rules.LocalFunction, name.GetLocation(), method.Name));
            }
        }
    }

    /// <summary>What the lambda computes; null for a lambda with statements and for an expression kept in a variable.</summary>
    private static IOperation? Body(IOperation argument) => argument.DescendantsAndSelf().OfType<IAnonymousFunctionOperation>().FirstOrDefault()?.Body.Operations.FirstOrDefault() switch
    {
        IReturnOperation { ReturnedValue: { } value } => value,
        IExpressionStatementOperation { Operation: var statement } => statement,
        _ => null,
    };

    private static void Arguments(OperationAnalysisContext context, CovalentSymbols symbols, TravelRules travel, IInvocationOperation call)
    {
        var given = call.Arguments.SelectMany(a => a.Given());
        foreach (var value in given.Concat(call.Instance is { } instance ? [instance] : []).Select(v => v.Written()))
        {
            if (value is not (IDefaultValueOperation or ILiteralOperation) && !IsNone(value) && travel.Argument(symbols.ValueType(value.Type) ?? value.Type) is { } kind)
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.Argument, value.Syntax.GetLocation(), value.Text(), kind.What, kind.Remedy));
            }
        }
    }

    private static bool IsNone(IOperation value) => value is IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } };

    private static string Remedy(IOperation body) => body switch
    {
        IMemberReferenceOperation => "To take a part of a value, write node.Select(x => x.Part).",
        IBinaryOperation or IUnaryOperation => "Operators on nodes need no electron: write a + b outside, or compute in the arguments of a call.",
        IConversionOperation => "Convert the result where it is used.",
        IObjectCreationOperation or IArrayCreationOperation or IAnonymousObjectCreationOperation => "To make an object on the worker, call a method that makes it.",
        ILiteralOperation or IDefaultValueOperation => "A plain value needs no electron: pass it as an argument.",
        IConditionalOperation or ICoalesceOperation => "Choose inside a method, or between two electrons in a sublattice.",
        _ => "Write Electron(() => Method(arguments)).",
    };
}
