import HealthServer
import Testing
